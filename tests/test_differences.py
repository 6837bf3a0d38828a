"""Differences: what changed between two versions is told in full and by names, safely in every format."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from cmarkgfm import github_flavored_markdown_to_html
from cmarkgfm.cmark import Options
from syrupy.assertion import SnapshotAssertion

from caucasus_ledger.dataset import ledger as ledgers
from caucasus_ledger.dataset.ledger import LedgerError, UnknownRecord, UnknownVersion, load
from caucasus_ledger.dataset.records import KINDS, RELEASES
from caucasus_ledger.face import differences
from caucasus_ledger.face.cli import main
from caucasus_ledger.face.differences import FORMS, Differences, compare
from caucasus_ledger.face.report import visible
from caucasus_ledger.face.terminal import colour
from copies import add, change, copy_to, withdraw
from reports import ATTACKS
from successive import ASSESSED, CLAIM, MEETING, NOTED, freeze, plain, successive

OURS = {"h2", "h3", "p", "ul", "li", "strong", "code", "ins", "del", "table", "thead", "tbody", "tr", "th", "td"}
PAGE = {
    "html", "head", "meta", "title", "style", "body", "main", "h1", "p", "table", "tr", "th", "td", "section", "h2",
    "details", "summary", "span", "code", "dl", "dt", "dd", "ins", "del",
}  # fmt: skip


@pytest.fixture(scope="module")
def ledger_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return successive(tmp_path_factory.mktemp("successive"))


@pytest.fixture
def root(ledger_root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(ledger_root)
    return ledger_root


def shown(found: Differences, form: str) -> str:
    return "\n".join(FORMS[form](found))


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["diff", *arguments], prog_name="caucasus")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("form", ["text", "markdown"])
def test_every_change_is_told(form: str, snapshot: SnapshotAssertion) -> None:
    assert click.unstyle(shown(compare("0.1.0"), form)) == snapshot


@pytest.mark.usefixtures("root")
def test_the_page_tells_every_change(snapshot: SnapshotAssertion) -> None:
    page = shown(compare("0.1.0"), "html")
    assert page.partition("<body>")[2] == snapshot


@pytest.mark.usefixtures("root")
def test_the_text_fits_eighty_columns_and_is_coloured_for_a_terminal() -> None:
    text = shown(compare("0.2.0"), "text")
    assert all(len(line) <= 80 for line in click.unstyle(text).split("\n"))
    assert click.style("[-shore-]", fg="red") in text
    assert click.style("{+bank+}", fg="green") in text
    assert colour({"NO_COLOR": "1"}) is False


def test_what_only_one_side_has_of_a_text_is_marked_and_words_far_off_left_out(root: Path) -> None:
    note = plain(root, NOTED)["note"]
    text = click.unstyle(shown(compare("0.2.0", only=[NOTED]), "text"))
    told = re.sub(r"\s+", " ", text.partition("note: ")[2]).strip()
    assert told == (
        "… it names first; a state on the northern [-shore-] {+bank+}, which is {+now and then+} called the North"
        "{+, and once the far side+}."
    )
    assert note.endswith(re.sub(r"… |\[-.*?-\] |\{\+|\+\}", "", told))


def test_the_json_holds_everything(root: Path) -> None:
    found = json.loads(shown(compare("0.1.0"), "json"))
    assert list(found) == ["old", "new", "requires", "summary", "changes"]
    old, new = load(root / RELEASES / "0.1.0"), load(root)
    assert found["old"] == {
        "version": "0.1.0", "released": "2021-01-02", "schema_version": old.schema_version,
        "fingerprint": old.fingerprint,
    }  # fmt: skip
    assert (found["new"]["version"], found["new"]["released"]) == ("unreleased", None)
    assert found["new"]["fingerprint"] == new.fingerprint
    assert (found["requires"]["version"], found["requires"]["enough"]) == ("1.0.0", None)
    rows = {row["record"]: row for row in found["changes"]}
    assert {(row["record"], row["how"]) for row in found["changes"]} == {
        (NOTED, "changed"), (MEETING, "changed"), (ASSESSED, "removed"), ("event/2020-06-reopening", "added"),
        (CLAIM.format(7), "changed"), (CLAIM.format(10), "retracted"), (CLAIM.format(12), "restored"),
        (CLAIM.format(13), "added"), (CLAIM.format(14), "retracted"),
    }  # fmt: skip
    assert found["summary"]["claim"] == {"added": 1, "changed": 1, "retracted": 2, "restored": 1}
    gone = rows[CLAIM.format(10)]
    assert [gone[key] for key in ("reason", "retracted_on", "replaced_by")] == [
        "Two norms stood in one claim.", "2021-03-04", CLAIM.format(13)
    ]  # fmt: skip
    added, record = rows[CLAIM.format(13)], new.json_of(CLAIM.format(13))
    assert {"id": CLAIM.format(13)} | {one["pointer"][1:]: one["after"] for one in added["fields"]} == record
    before = old.json_of(ASSESSED)
    assert {"id": ASSESSED} | {one["pointer"][1:]: one["before"] for one in rows[ASSESSED]["fields"]} == before


def test_the_same_differences_give_the_same_bytes(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = [shown(compare("0.1.0"), form) for form in FORMS]
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    elsewhere = Path(shutil.copytree(root, tmp_path / "elsewhere"))
    monkeypatch.chdir(elsewhere)
    assert [shown(compare("0.1.0"), form) for form in FORMS] == first


@pytest.mark.parametrize(
    ("old", "new", "labels"),
    [
        ("0.1.0", None, ("0.1.0", "unreleased")),
        ("0.1.0", "0.2.0", ("0.1.0", "0.2.0")),
        ("0.2.0", ".", ("0.2.0", "unreleased")),
        ("unreleased", "0.2.0", ("unreleased", "0.2.0")),
        ("dataset/releases/0.1.0", "./dataset/releases/0.2.0", ("0.1.0", "0.2.0")),
        ("0.1.0", "../ledger", ("0.1.0", "unreleased (../ledger)")),
    ],
)
@pytest.mark.usefixtures("root")
def test_a_version_is_a_number_a_folder_or_what_is_not_released(
    old: str, new: str | None, labels: tuple[str, str]
) -> None:
    assert compare(old, new).labels == labels


def test_within_a_folder_of_a_checkout_its_own_releases_are_meant(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root / "dataset" / "records")
    assert compare("0.2.0", ".").labels == ("0.2.0", "unreleased")
    with pytest.raises(
        UnknownVersion, match=r"^version 0\.3\.0 is not in this checkout, which holds 0\.1\.0, 0\.2\.0$"
    ):
        compare("0.3.0")


def test_elsewhere_the_package_is_meant(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(ledgers, "RELEASES", root / RELEASES)
    assert compare("0.1.0").labels == ("0.1.0", "0.2.0")
    with pytest.raises(UnknownVersion, match=r"version 0\.3\.0 is not in this package"):
        compare("0.1.0", "0.3.0")
    for name in (".", "unreleased"):
        with pytest.raises(LedgerError, match="you stand in no checkout"):
            compare("0.1.0", name)
    monkeypatch.chdir(root / RELEASES / "0.1.0")
    assert compare(".", "0.2.0").labels[1] == "0.2.0"


def test_a_release_one_stands_in_is_meant_by_a_dot(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied = shutil.copytree(root / RELEASES / "0.1.0", tmp_path / "a")
    monkeypatch.chdir(copied)
    monkeypatch.setattr(ledgers, "RELEASES", root / RELEASES)
    assert compare(".", "0.2.0").labels == ("0.1.0", "0.2.0")


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("name", ["nothing", "0.1", "v0.1.0", "", "claims/x", "\x1b[2J"])
def test_what_is_no_version_is_told(name: str) -> None:
    with pytest.raises(LedgerError, match=r"is neither a version, such as 0\.1\.0, nor a folder"):
        compare("0.1.0", name)


def test_a_change_of_schema_alone_shows_nothing(root: Path, tmp_path: Path) -> None:
    old = Path(shutil.copytree(root / RELEASES / "0.2.0", tmp_path / "old"))
    path = old / "records" / "claim.jsonl"
    claims = [json.loads(line) for line in path.read_bytes().splitlines()]
    turned = [claim | {"evidence": claim["evidence"][::-1]} for claim in claims]
    path.write_text("".join(f"{json.dumps(claim)}\n" for claim in turned), encoding="utf-8")
    manifest = json.loads((old / "manifest.json").read_bytes()) | {"schema_version": "1.0"}
    manifest["files"]["records/claim.jsonl"]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (old / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    found = compare(str(old), "0.2.0")
    assert found.every == ()
    assert "No record differs." in shown(found, "text")


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(
    ("old", "new", "requires"),
    [
        ("0.1.0", "0.2.0", {"version": "0.2.0", "reason": "1 actor is changed", "enough": True}),
        ("0.2.0", "0.1.0", None),
        ("0.2.0", "0.2.0", None),
        ("unreleased", "0.2.0", None),
    ],
)
def test_the_version_that_is_required_is_told(old: str, new: str, requires: Any) -> None:
    assert json.loads(shown(compare(old, new), "json"))["requires"] == requires


def test_a_version_that_is_too_small_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = copy_to(tmp_path)
    monkeypatch.chdir(root)
    freeze(root, "0.1.0", date(2021, 1, 2))
    freeze(root, "0.1.1", date(2021, 1, 3))
    withdraw(root, CLAIM.format(10), "It is not in the text.", "2021-05-06")
    freeze(root, "0.2.0", date(2021, 5, 6))
    found = compare("0.1.0", "0.2.0")
    assert found.enough is False
    text = " ".join(shown(found, "text").split())
    assert "Requires version 1.0.0 or later: 1 claim is retracted, so" in text
    assert "gives no record any more; 0.2.0 is less." in text
    same = compare("0.1.0", "0.1.1")
    assert same.enough is True
    assert "Requires version 0.1.1 or later: the content is the same, to the fingerprint." in shown(same, "text")


@pytest.mark.usefixtures("root")
def test_records_and_kinds_can_be_chosen() -> None:
    found = compare("0.1.0", only=[NOTED, CLAIM.format(3), CLAIM.format(14)])
    assert [change.record for change in found.told] == [NOTED, CLAIM.format(14)]
    assert {change.record.partition("/")[0] for change in compare("0.1.0", kinds=["event", "actor"]).told} == {
        "event", "actor"
    }  # fmt: skip
    none = compare("0.1.0", only=[CLAIM.format(3)])
    for form in ("text", "markdown", "html"):
        assert "None of these differs; 9 others do." in shown(none, form)
    assert none.least == compare("0.1.0").least
    with pytest.raises(UnknownRecord, match=r"holds no record claim/example-2020/099; did you mean"):
        compare("0.1.0", only=[CLAIM.format(99)])


def test_two_checkouts_are_told_apart(root: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(root, tmp_path / "other"))
    change(other, "actor/southmark", note="A state.")
    found = compare(".", str(other))
    assert found.labels == ("unreleased", f"unreleased ({other})")
    assert [(one.record, one.how) for one in found.told] == [("actor/southmark", "changed")]


def test_actors_of_one_name_are_told_apart(root: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(root, tmp_path / "other"))
    add(other, "actor/northmark-too", NOTED, mentions=[])
    participants = [
        one | {"actor": f"{one['actor']}{'-too' * (one['actor'] == NOTED)}"}
        for one in plain(root, MEETING)["participants"]
    ]
    change(other, MEETING, participants=participants)
    text = click.unstyle(shown(compare(".", str(other), only=[MEETING]), "text"))
    assert '[-"actor/northmark"-] {+"actor/northmark-too"+}' in text


class Page(HTMLParser):
    """The elements, attributes and text of HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[tuple[str, str]] = set()
        self.ends = 0
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        self.ends += bool(tag)

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"a comment: {data}")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a checkout whose release and records hold every text that has ever done harm."""
    root = copy_to(tmp_path_factory.mktemp("hostile"))
    attacks = [text for text in ATTACKS.values() if text and text.encode("utf-8", "ignore").decode() == text]
    for number, attack in enumerate(attacks):
        fields = {"title": attack[:160], "note": f"once {attack}"[:2000], "uncoded": attack[:2000]}
        add(root, f"event/a-{number}", "event/2020-05-03-rivertown-meeting", type=None, mode=None, **fields)
    freeze(root, "0.1.0", date(2021, 1, 2))
    for number, attack in enumerate(attacks):
        change(root, f"event/a-{number}", note=f"{attack} more of it"[:2000], title=f"B {attack}"[:160])
        withdraw(root, f"event/b-{number}", attack[:2000], "2021-02-03")
        add(root, f"event/c-{number}", f"event/a-{number}")
    return root


def test_no_text_leaves_its_place_in_markdown(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(hostile)
    found = compare("0.1.0")
    text = shown(found, "markdown")
    page = Page(github_flavored_markdown_to_html(text, Options.CMARK_OPT_UNSAFE))
    assert set(page.tags) <= OURS
    assert {name for tag, name in page.attributes} <= {"align"}
    assert "@" not in text
    assert not re.search(r"@\w|#\d|\bGH-\d", page.text, re.IGNORECASE)
    assert set(re.findall("<[^>]*>", text)) <= {"<code>", "</code>", "<ins>", "</ins>", "<del>", "</del>"}
    lines = sum(len(list(differences.lines_of(one, found.names))) for one in found.told)
    assert page.tags.count("li") == len(found.told) + lines
    assert text.replace("\n", "").isprintable() or "\u200b" in text


def test_no_text_leaves_its_place_on_the_page(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(hostile)
    found = compare("0.1.0")
    html = shown(found, "html")
    page = Page(html)
    assert set(page.tags) <= PAGE
    assert page.attributes <= {
        ("html", "lang"), ("meta", "charset"), ("meta", "http-equiv"), ("meta", "content"), ("meta", "name"),
        ("th", "scope"), ("details", "id"), ("details", "open"), ("span", "class"),
    }  # fmt: skip
    assert page.tags.count("details") == len(found.told)
    assert html.count("<") == 1 + len(page.tags) + page.ends  # the first is that of the document type
    assert html.replace("\n", "").isprintable()
    for attack in (ATTACKS["script"], ATTACKS["character reference"], ATTACKS["end of code"]):
        assert visible(attack) in page.text


def test_no_text_reaches_the_terminal_as_a_command(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(hostile)
    found = compare("0.1.0")
    for form in ("text", "json"):
        text = re.sub(r"\x1b\[[0-9]{1,2}m", "", shown(found, form))
        assert text.replace("\n", "").isprintable()
    json.loads(shown(found, "json"))


@pytest.mark.usefixtures("root")
def test_the_page_may_load_nothing_but_its_own_style() -> None:
    page = shown(compare("0.1.0"), "html")
    (style,) = re.findall("<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = re.findall('http-equiv="Content-Security-Policy" content="(.*?)"', page)
    assert policy == (
        f"default-src &#x27;none&#x27;; style-src &#x27;sha256-{digest}&#x27;; base-uri &#x27;none&#x27;; "
        "form-action &#x27;none&#x27;"
    )
    assert "prefers-color-scheme: dark" in style
    assert not re.search(r"https?:|<script|<link|<img|<a |url\(|@import| on\w+=| style=", page)


def test_the_command_knows_every_kind_and_format() -> None:
    options = {option.name: option.type for option in main.commands["diff"].params}
    kinds, forms = options["kinds"], options["form"]
    assert isinstance(kinds, click.Choice)
    assert isinstance(forms, click.Choice)
    assert (tuple(kinds.choices), tuple(forms.choices)) == (KINDS, tuple(FORMS))


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("form", list(FORMS))
def test_the_command_prints_each_format(form: str) -> None:
    result = run("0.1.0", "--format", form)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == click.unstyle(shown(compare("0.1.0"), form)) + "\n"


@pytest.mark.usefixtures("root")
def test_the_command_tells_versions_from_records() -> None:
    for arguments in (("0.1.0", "0.2.0", NOTED), ("0.1.0", NOTED), ("0.1.0", ".", "--kind", "actor")):
        result = run(*arguments)
        assert result.exit_code == 0
        assert f"~ Northmark\n  {NOTED}\n" in result.output
    assert "1.0.0" not in run("0.1.0", "0.2.0").output
    result = run("0.1.0", CLAIM.format(99))
    assert (result.exit_code, "holds no record claim/example-2020/099" in result.stderr) == (2, True)
    assert run("0.3.0").exit_code == run("0.1.0", "nothing").exit_code == run("0.1.0", "--kind", "thing").exit_code == 2
    assert run("0.1.0", "0.1.0").exit_code == 0
