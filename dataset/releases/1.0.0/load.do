* Caucasus Ledger 1.0.0, released on 2026-11-23, CC-BY-4.0
* Fingerprint ccd1:a028-33b6-3431-c95b
* In Stata 16 or newer, in the folder of the release:  do load.do
* Frames need Stata 16; the .dta files alone (format 118) are read by Stata 14 and newer.
* Every table is then in a frame of its name; what an empty value means stands in the notes of its variable.

version 16
capture frame change default

capture frame drop sources
frame create sources
frame sources {
    use "sources.dta", clear
    assert _N == 1
    assert c(k) == 20
    confirm string variable source_id
    assert !missing(source_id)
    confirm string variable kind
    assert !missing(kind)
    assert inlist(kind, `"opinion"', `"news"', `"statement"', `"report"', `"dataset"')
    confirm string variable title
    notes title: Empty: no title is known
    confirm string variable title_basis
    notes title_basis: Empty: no title is known
    assert missing(title_basis) | ///
        inlist(title_basis, `"text"', `"derived"', `"elsewhere"')
    confirm string variable title_note
    notes title_note: Empty: there is nothing to add
    confirm string variable author_ids
    assert !missing(author_ids)
    confirm string variable publisher_id
    assert !missing(publisher_id)
    confirm string variable url
    notes url: Empty: its address at the publisher was not seen
    confirm string variable published_edtf
    notes published_edtf: Empty: no date is given
    confirm numeric variable published_earliest
    notes published_earliest: Empty: the range is open at this end, or there is no date
    confirm numeric variable published_latest
    notes published_latest: Empty: the range is open at this end, or there is no date
    confirm string variable published_basis
    assert !missing(published_basis)
    assert inlist(published_basis, `"explicit"', `"derived"', `"none"')
    confirm string variable published_anchor_id
    notes published_anchor_id: Empty: the date does not rest on another record, or there is none
    confirm string variable published_note
    notes published_note: Empty: there is nothing to add
    confirm string variable language
    assert !missing(language)
    confirm string variable licence
    assert !missing(licence)
    confirm string variable text_sha256
    assert !missing(text_sha256)
    confirm numeric variable text_characters
    assert !missing(text_characters)
    confirm numeric variable text_paragraphs
    assert !missing(text_paragraphs)
    confirm string variable text_canonicalisation
    assert !missing(text_canonicalisation)
    isid source_id, missok
}

capture frame drop sentences
frame create sentences
frame sentences {
    use "sentences.dta", clear
    assert _N == 53
    assert c(k) == 6
    confirm string variable source_id
    assert !missing(source_id)
    confirm numeric variable number
    assert !missing(number)
    confirm numeric variable start
    assert !missing(start)
    confirm numeric variable end
    assert !missing(end)
    confirm string variable status
    assert !missing(status)
    assert inlist(status, `"coded"', `"boilerplate"')
    confirm string variable digest
    notes digest: Empty: fewer than 8 words, which could be guessed from a digest
    isid source_id number, missok
}

capture frame drop remarks
frame create remarks
frame remarks {
    use "remarks.dta", clear
    assert _N == 49
    assert c(k) == 7
    confirm string variable source_id
    assert !missing(source_id)
    confirm numeric variable number
    assert !missing(number)
    confirm numeric variable start
    assert !missing(start)
    confirm numeric variable end
    assert !missing(end)
    confirm string variable kind
    assert !missing(kind)
    assert inlist(kind, `"homoglyph"', `"spelling"', `"ambiguity"', `"probable_error"', `"contested"', `"inference"', `"attribution"', `"loaded"')
    confirm string variable note
    assert !missing(note)
    confirm string variable record_ids
    notes record_ids: Empty: it concerns no single record
    isid source_id number, missok
}

capture frame drop actors
frame create actors
frame actors {
    use "actors.dta", clear
    assert _N == 57
    assert c(k) == 7
    confirm string variable actor_id
    assert !missing(actor_id)
    confirm string variable name
    assert !missing(name)
    confirm string variable kind
    assert !missing(kind)
    assert inlist(kind, `"state"', `"government_body"', `"armed_forces"', `"person"', `"company"', `"media"', `"international_organisation"', `"territory"', `"group"') | ///
        inlist(kind, `"unnamed_group"')
    confirm string variable country
    notes country: Empty: of no single country, or of one that is disputed
    confirm string variable wikidata
    notes wikidata: Empty: no item is recorded
    confirm string variable part_of_id
    notes part_of_id: Empty: not part of a larger one that is recorded
    confirm string variable note
    notes note: Empty: there is nothing to add
    isid actor_id, missok
}

capture frame drop aliases
frame create aliases
frame aliases {
    use "aliases.dta", clear
    assert _N == 45
    assert c(k) == 4
    confirm string variable actor_id
    assert !missing(actor_id)
    confirm numeric variable number
    assert !missing(number)
    confirm string variable name
    assert !missing(name)
    confirm string variable kind
    assert !missing(kind)
    assert inlist(kind, `"short"', `"acronym"', `"spelling"', `"misspelling"', `"metonym"', `"description"', `"former"', `"rival"')
    isid actor_id number, missok
}

capture frame drop roles
frame create roles
frame roles {
    use "roles.dta", clear
    assert _N == 3
    assert c(k) == 10
    confirm string variable actor_id
    assert !missing(actor_id)
    confirm numeric variable number
    assert !missing(number)
    confirm string variable role
    assert !missing(role)
    confirm string variable organisation_id
    notes organisation_id: Empty: the office is held nowhere that is an actor of its own
    confirm string variable when_edtf
    notes when_edtf: Empty: no date is given
    confirm numeric variable when_earliest
    notes when_earliest: Empty: the range is open at this end, or there is no date
    confirm numeric variable when_latest
    notes when_latest: Empty: the range is open at this end, or there is no date
    confirm string variable when_basis
    assert !missing(when_basis)
    assert inlist(when_basis, `"explicit"', `"derived"', `"none"')
    confirm string variable when_anchor_id
    notes when_anchor_id: Empty: the date does not rest on another record, or there is none
    confirm string variable when_note
    notes when_note: Empty: there is nothing to add
    isid actor_id number, missok
}

capture frame drop mentions
frame create mentions
frame mentions {
    use "mentions.dta", clear
    assert _N == 128
    assert c(k) == 6
    confirm string variable actor_id
    assert !missing(actor_id)
    confirm numeric variable number
    assert !missing(number)
    confirm string variable source_id
    assert !missing(source_id)
    confirm numeric variable start
    assert !missing(start)
    confirm numeric variable end
    assert !missing(end)
    confirm string variable name
    assert !missing(name)
    isid actor_id number, missok
}

capture frame drop events
frame create events
frame events {
    use "events.dta", clear
    assert _N == 75
    assert c(k) == 19
    confirm string variable event_id
    assert !missing(event_id)
    confirm string variable title
    assert !missing(title)
    confirm string variable type
    notes type: Empty: no PLOVER type applies; column uncoded says why
    assert missing(type) | ///
        inlist(type, `"AGREE"', `"CONSULT"', `"SUPPORT"', `"CONCEDE"', `"COOPERATE"', `"AID"', `"RETREAT"', `"REQUEST"', `"ACCUSE"') | ///
        inlist(type, `"REJECT"', `"THREATEN"', `"PROTEST"', `"SANCTION"', `"MOBILIZE"', `"COERCE"', `"ASSAULT"')
    confirm string variable mode
    notes mode: Empty: the type has no modes, or the event has no PLOVER type
    assert missing(mode) | ///
        inlist(mode, `"abduct"', `"access"', `"aerial"', `"allege"', `"arrest"', `"assist"', `"beat"', `"boycott"', `"ceasefire"') | ///
        inlist(mode, `"censor"', `"change"', `"convict"', `"crowd-control"', `"curfew"', `"cyber"', `"demo"', `"deport"', `"destroy"') | ///
        inlist(mode, `"disapprove"', `"disarm"', `"discontinue"', `"drone"', `"expel"', `"explosives"', `"firearms"', `"heavy-weapons"', `"hunger"') | ///
        inlist(mode, `"investigate"', `"martial-law"', `"meet"', `"militia"', `"misinformation"', `"multilateral"', `"obstruct"', `"phone"', `"police"') | ///
        inlist(mode, `"primitive"', `"relations"', `"release"', `"resign"', `"restrict"', `"riot"', `"seize"', `"sexual"', `"strike"') | ///
        inlist(mode, `"suicide-attack"', `"targeted"', `"territory"', `"third-party"', `"torture"', `"troops"', `"unconventional"', `"vandalize"', `"violence"') | ///
        inlist(mode, `"visit"', `"weapons"', `"withdraw"', `"withhold"', `"yield"')
    confirm string variable cameo_root
    notes cameo_root: Empty: the event has no PLOVER type
    assert missing(cameo_root) | ///
        inlist(cameo_root, `"01"', `"02"', `"03"', `"04"', `"05"', `"06"', `"07"', `"08"', `"09"') | ///
        inlist(cameo_root, `"10"', `"11"', `"12"', `"13"', `"14"', `"15"', `"16"', `"17"', `"18"') | ///
        inlist(cameo_root, `"19"', `"20"')
    confirm string variable contexts
    notes contexts: Empty: no PLOVER context applies
    confirm string variable uncoded
    notes uncoded: Empty: a PLOVER type applies
    confirm string variable realis
    assert !missing(realis)
    assert inlist(realis, `"actual"', `"alleged"', `"planned"', `"hypothetical"', `"negated"')
    confirm string variable when_edtf
    notes when_edtf: Empty: no date is given
    confirm numeric variable when_earliest
    notes when_earliest: Empty: the range is open at this end, or there is no date
    confirm numeric variable when_latest
    notes when_latest: Empty: the range is open at this end, or there is no date
    confirm string variable when_basis
    assert !missing(when_basis)
    assert inlist(when_basis, `"explicit"', `"derived"', `"none"')
    confirm string variable when_anchor_id
    notes when_anchor_id: Empty: the date does not rest on another record, or there is none
    confirm string variable when_note
    notes when_note: Empty: there is nothing to add
    confirm numeric variable deaths_low
    notes deaths_low: Empty: the source gives no number of deaths
    confirm numeric variable deaths_best
    notes deaths_best: Empty: the source gives no number of deaths
    confirm numeric variable deaths_high
    notes deaths_high: Empty: the source sets no upper bound, or gives no number of deaths
    confirm string variable part_of_id
    notes part_of_id: Empty: not part of a larger one that is recorded
    confirm string variable note
    notes note: Empty: there is nothing to add
    isid event_id, missok
}

capture frame drop places
frame create places
frame places {
    use "places.dta", clear
    assert _N == 10
    assert c(k) == 8
    confirm string variable event_id
    assert !missing(event_id)
    confirm numeric variable number
    assert !missing(number)
    confirm string variable name
    assert !missing(name)
    confirm string variable country
    notes country: Empty: in no single country, or in one that is disputed
    confirm string variable wikidata
    notes wikidata: Empty: no item is recorded
    confirm numeric variable lat
    notes lat: Empty: no point stands for the place
    confirm numeric variable lon
    notes lon: Empty: no point stands for the place
    confirm string variable precision
    assert !missing(precision)
    assert inlist(precision, `"point"', `"city"', `"near"', `"region"', `"country"', `"multi_country"', `"virtual"')
    isid event_id number, missok
}

capture frame drop participants
frame create participants
frame participants {
    use "participants.dta", clear
    assert _N == 143
    assert c(k) == 4
    confirm string variable event_id
    assert !missing(event_id)
    confirm numeric variable number
    assert !missing(number)
    confirm string variable actor_id
    assert !missing(actor_id)
    confirm string variable role
    assert !missing(role)
    assert inlist(role, `"initiator"', `"target"', `"victim"', `"host"', `"mediator"', `"guarantor"', `"instrument_owner"', `"alleged_perpetrator"', `"subject"')
    isid event_id number, missok
}

capture frame drop claims
frame create claims
frame claims {
    use "claims.dta", clear
    assert _N == 185
    assert c(k) == 23
    confirm string variable claim_id
    assert !missing(claim_id)
    confirm string variable statement
    assert !missing(statement)
    confirm string variable kind
    assert !missing(kind)
    assert inlist(kind, `"occurrence"', `"state"', `"numerical"', `"responsibility"', `"causal"', `"quotation"', `"superlative"', `"prediction"', `"conditional"') | ///
        inlist(kind, `"normative"', `"evaluation"', `"framing"', `"definition"')
    confirm string variable claimant_id
    assert !missing(claimant_id)
    confirm string variable modality
    notes modality: Empty: the wording has no modal force
    assert missing(modality) | ///
        inlist(modality, `"can"', `"may"', `"could"', `"will"', `"is_to"', `"should"', `"need_to"', `"must"')
    confirm string variable condition_logic
    notes condition_logic: Empty: fewer than two conditions
    assert missing(condition_logic) | ///
        inlist(condition_logic, `"any"', `"all"')
    confirm string variable quotation
    notes quotation: Empty: no named speaker is quoted
    confirm string variable said_edtf
    notes said_edtf: Empty: no date is given
    confirm numeric variable said_earliest
    notes said_earliest: Empty: the range is open at this end, or there is no date
    confirm numeric variable said_latest
    notes said_latest: Empty: the range is open at this end, or there is no date
    confirm string variable said_basis
    notes said_basis: Empty: no date is recorded
    assert missing(said_basis) | ///
        inlist(said_basis, `"explicit"', `"derived"', `"none"')
    confirm string variable said_anchor_id
    notes said_anchor_id: Empty: the date does not rest on another record, or there is none
    confirm string variable said_note
    notes said_note: Empty: there is nothing to add
    confirm string variable forecast_criteria
    notes forecast_criteria: Empty: the claim is no forecast that could be decided
    confirm string variable forecast_criteria_by
    notes forecast_criteria_by: Empty: the claim is no forecast that could be decided
    assert missing(forecast_criteria_by) | ///
        inlist(forecast_criteria_by, `"source"', `"encoder"')
    confirm string variable horizon_edtf
    notes horizon_edtf: Empty: no date is given
    confirm numeric variable horizon_earliest
    notes horizon_earliest: Empty: the range is open at this end, or there is no date
    confirm numeric variable horizon_latest
    notes horizon_latest: Empty: the range is open at this end, or there is no date
    confirm string variable horizon_basis
    notes horizon_basis: Empty: no date is recorded
    assert missing(horizon_basis) | ///
        inlist(horizon_basis, `"explicit"', `"derived"', `"none"')
    confirm string variable horizon_anchor_id
    notes horizon_anchor_id: Empty: the date does not rest on another record, or there is none
    confirm string variable horizon_note
    notes horizon_note: Empty: there is nothing to add
    confirm string variable forecast_resolution
    notes forecast_resolution: Empty: the claim is no forecast that could be decided
    assert missing(forecast_resolution) | ///
        inlist(forecast_resolution, `"open"', `"yes"', `"no"', `"ambiguous"', `"unresolvable"')
    confirm string variable note
    notes note: Empty: there is nothing to add
    isid claim_id, missok
}

capture frame drop attributions
frame create attributions
frame attributions {
    use "attributions.dta", clear
    assert _N == 200
    assert c(k) == 5
    confirm string variable claim_id
    assert !missing(claim_id)
    confirm numeric variable level
    assert !missing(level)
    confirm string variable actor_id
    assert !missing(actor_id)
    confirm string variable mode
    assert !missing(mode)
    assert inlist(mode, `"own_voice"', `"direct_quote"', `"indirect"', `"hearsay"')
    confirm string variable factuality
    assert !missing(factuality)
    assert inlist(factuality, `"CT+"', `"PR+"', `"PS+"', `"CT-"', `"PR-"', `"PS-"', `"CTu"', `"Uu"')
    isid claim_id level, missok
}

capture frame drop links
frame create links
frame links {
    use "links.dta", clear
    assert _N == 642
    assert c(k) == 5
    confirm string variable subject_id
    assert !missing(subject_id)
    confirm numeric variable number
    assert !missing(number)
    confirm string variable predicate
    assert !missing(predicate)
    assert inlist(predicate, `"about"', `"conditions"', `"supports"', `"contradicts"', `"qualifies"', `"causes"', `"enables"', `"prevents"', `"worsens"') | ///
        inlist(predicate, `"retaliates_for"', `"responds_to"', `"indicates"', `"attributes_responsibility"')
    confirm string variable object_id
    assert !missing(object_id)
    confirm string variable claim_id
    notes claim_id: Empty: a link of the claim’s own, which no other claim asserts
    isid subject_id number predicate object_id claim_id, missok
}

capture frame drop evidence
frame create evidence
frame evidence {
    use "evidence.dta", clear
    assert _N == 503
    assert c(k) == 7
    confirm string variable record_id
    assert !missing(record_id)
    confirm numeric variable number
    assert !missing(number)
    confirm string variable source_id
    assert !missing(source_id)
    confirm numeric variable start
    assert !missing(start)
    confirm numeric variable end
    assert !missing(end)
    confirm string variable role
    assert !missing(role)
    assert inlist(role, `"whole"', `"hedge"', `"claimant"', `"quotation"', `"time"', `"place"', `"condition"', `"context"')
    confirm string variable digest
    notes digest: Empty: fewer than 8 words, which could be guessed from a digest
    isid record_id number, missok
}

capture frame drop assessments
frame create assessments
frame assessments {
    use "assessments.dta", clear
    assert _N == 36
    assert c(k) == 7
    confirm string variable assessment_id
    assert !missing(assessment_id)
    confirm string variable claim_id
    assert !missing(claim_id)
    confirm string variable field
    notes field: Empty: the verdict is about the whole claim
    confirm string variable verdict
    assert !missing(verdict)
    assert inlist(verdict, `"supported"', `"refuted"', `"conflicting"', `"imprecise"', `"not_enough_evidence"')
    confirm string variable rationale
    assert !missing(rationale)
    confirm string variable known_on
    assert !missing(known_on)
    confirm string variable assessed_on
    assert !missing(assessed_on)
    isid assessment_id, missok
}

capture frame drop references
frame create references
frame references {
    use "references.dta", clear
    assert _N == 131
    assert c(k) == 6
    confirm string variable assessment_id
    assert !missing(assessment_id)
    confirm numeric variable number
    assert !missing(number)
    confirm string variable url
    assert !missing(url)
    confirm string variable publisher
    assert !missing(publisher)
    confirm string variable date
    notes date: Empty: the reference bears no date
    confirm string variable says
    assert !missing(says)
    isid assessment_id number, missok
}

capture frame drop tombstones
frame create tombstones
frame tombstones {
    use "tombstones.dta", clear
    assert _N == 0
    assert c(k) == 4
    confirm string variable record_id
    assert !missing(record_id)
    confirm string variable reason
    assert !missing(reason)
    confirm string variable retracted_on
    assert !missing(retracted_on)
    confirm string variable replaced_by_id
    notes replaced_by_id: Empty: nothing replaces the record
}

frame change claims
display as text "Caucasus Ledger 1.0.0 is loaded"
