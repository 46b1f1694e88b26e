//! Verb files, discards and issues written for these tests.

use super::*;

fn words(words: &[&str]) -> Part {
    Part::Words(words.iter().map(|word| word.split(' ').map(str::to_owned).collect()).collect())
}

fn lines_of(broken: &[Error]) -> Vec<usize> {
    broken.iter().map(|error| error.line).collect()
}

#[test]
fn verbs_have_forms_by_rule_or_by_hand_and_codes_of_their_own() {
    let file = read_verbs(
        "v.txt",
        "--- RUSH [150] ---\nRUSH\nCARRY\nPLACE\nSEND {SENT SENDING SENDS} [070] # given\n+CALL_OFF [160]\nWIRE_+TAP {WIRE_+TAPPED}\n",
    );
    assert_eq!(file.broken, []);
    let form = |form: &VerbForm| [form.before.join(" "), form.verb.clone(), form.after.join(" ")].join(" ").trim().to_owned();
    let forms: Vec<String> = file.forms.iter().map(form).collect();
    assert_eq!(
        forms,
        [
            "RUSH",
            "RUSHS",
            "RUSHED",
            "RUSHING",
            "CARRY",
            "CARRIES",
            "CARRYED",
            "CARRYING",
            "PLACE",
            "PLACES",
            "PLACED",
            "PLACING",
            "SEND",
            "SENT",
            "SENDING",
            "SENDS",
            "CALL OFF",
            "CALLS OFF",
            "CALLED OFF",
            "CALLING OFF",
            "WIRE TAP",
            "WIRE TAPPED"
        ]
    );
    assert_eq!(file.forms[13].code.as_deref(), Some("070"));
    assert_eq!((file.blocks[0].code.as_str(), file.forms[20].before.as_slice()), ("150", ["WIRE".to_owned()].as_slice()));
}

#[test]
fn patterns_of_both_styles_are_read_the_most_demanding_first() {
    let flat = read_verbs("v.txt", "--- HOLD [---] ---\nHOLD\n- * TALKS [040]\n- SAID_WILL * TALKS_IN [030]\n- % *_+ [050:051]\n");
    assert_eq!((flat.style, flat.broken.len()), (Style::Words, 0));
    let codes: Vec<&str> = flat.blocks[0].patterns.iter().map(|pattern| pattern.code.as_str()).collect();
    assert_eq!(codes, ["030", "050:051", "040"]);
    let first = &flat.blocks[0].patterns[0];
    assert_eq!(first.before, [Place { part: words(&["SAID"]), glued: true }, Place { part: words(&["WILL"]), glued: false }]);
    assert_eq!(first.after, [Place { part: words(&["TALKS"]), glued: true }, Place { part: words(&["IN"]), glued: false }]);
    assert!(flat.blocks[0].patterns[1].glued_after);

    let phrases =
        read_verbs("v.txt", "&ARMS\n+GUN\n+TANK_\n--- SEND [---] ---\nSEND\n- &ARMS * {OLD &ARMS} (TO $) [072]\n- * (WITHOUT) ^ [073]\n");
    assert_eq!((phrases.style, phrases.broken.len()), (Style::Phrases, 0));
    let arms = vec![vec!["GUN".to_owned()], vec!["GUNS".to_owned()], vec!["TANK".to_owned()]];
    let first = &phrases.blocks[0].patterns[0];
    assert_eq!(first.before[0].part, Part::Words(arms.clone()));
    assert_eq!(first.after[0].part, Part::Phrase(vec![vec![vec!["OLD".to_owned()]], arms]));
    assert_eq!(first.after[1].part, Part::Prep(vec![vec!["TO".to_owned()]], vec![Part::Source]));
}

#[test]
fn sets_may_hold_sets_and_a_circle_or_an_unknown_one_is_named() {
    let file = read_verbs(
        "v.txt",
        "&BIG\n+&SMALL\n+STEAM_SHIP\n\n&SMALL\n+BOAT\n\n&ONE\n+&TWO\n\n&TWO\n+RAFT\n+&ONE\n\n--- SINK [190] ---\nSINK\n- * &BIG [191]\n- * &ONE [192]\n- * &NONE [193]\n",
    );
    let messages: Vec<String> = file.broken.iter().map(|error| format!("{} {}", error.line, error.message)).collect();
    assert_eq!(
        messages,
        [
            "9 the synonym set `&ONE` contains itself: &ONE → &TWO → &ONE",
            "13 the synonym set `&TWO` contains itself: &TWO → &ONE → &TWO",
            "18 the synonym set `&ONE` contains itself: &ONE → &TWO → &ONE",
            "19 the synonym set `&NONE` is not defined",
        ]
    );
    assert_eq!(file.blocks[0].patterns.len(), 1);
    assert_eq!(file.blocks[0].patterns[0].after[0].part, words(&["BOAT", "BOATS", "STEAM SHIP", "STEAM SHIPS"]));
}

#[test]
fn a_line_that_cannot_be_used_is_named_and_the_rest_is_read() {
    let file = read_verbs(
        "v.txt",
        "SAIL\n- * NORTH [010]\n--- SAIL [010 ---\n--- ROW [010] ---\nROW {ROWED\n- * [011]\n- NORTH [011]\n- * NORTH * [011]\n- * {NORTH [011]\n- * ^ [011]\n- * NORTH [0?1]\n- * NORTH\n~ a (b . ROW) = a b 112\n- * SOUTH [012]\nSTEER\n",
    );
    assert_eq!(lines_of(&file.broken), [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
    assert!(file.broken[4].message.contains("would match every sentence"), "{}", file.broken[4]);
    assert!(file.broken[4].to_string().contains("v.txt:6:1"), "{}", file.broken[4]);
    assert_eq!((file.blocks[0].patterns.len(), file.forms[0].verb.as_str()), (1, "STEER"));
}

#[test]
fn transformations_name_actors_by_letters() {
    let file = read_verbs(
        "v.txt",
        "--- SAY [010] ---\nSAY\n~ a (b . ATTACK ) SAY = a b 112\n~ a (_ b Q) WANT = a b Q\n~ a (b c Q) SAY = a d 112\n",
    );
    assert_eq!(lines_of(&file.broken), [5]);
    let [one, two] = file.transformations.as_slice() else { panic!("{:?}", file.transformations) };
    assert_eq!((one.upper_source, one.lower_source, one.lower_target), (Role::Actor('a'), Role::Actor('b'), Role::Any));
    assert_eq!((one.lower.clone(), one.code.as_deref()), (Act::Verb("ATTACK".into()), Some("112")));
    assert_eq!((two.lower_source, two.lower.clone(), two.code.clone()), (Role::None, Act::Whatever, None));
}

#[test]
fn discards_and_issues_are_read() {
    let found = read_discards("d.txt", "# remark\nMONTHS LATER\n+World_Chess_Cup ; TABARI's remark\n+\n");
    assert_eq!(lines_of(&found.broken), [4]);
    let read: Vec<(String, bool)> = found.entries.iter().map(|discard| (discard.words.join(" "), discard.story)).collect();
    assert_eq!(read, [("MONTHS LATER".to_owned(), false), ("WORLD CHESS CUP".to_owned(), true)]);

    let found = read_issues(
        "i.txt",
        "stray [X]\n<ISSUE CATEGORY=\"WATER\">\nn:navy pre+v:dredge [SEA]\n~dead sea\n~~sea world\nharbour\nport []\n</ISSUE>\n",
    );
    assert_eq!(lines_of(&found.broken), [6, 7]);
    assert_eq!(found.entries.len(), 3);
    assert_eq!(found.entries[0].phrases.len(), 8);
    assert!(found.entries[0].phrases.contains(&["NAVIES", "PRE", "DREDGING"].map(str::to_owned).to_vec()), "{:?}", found.entries[0]);
    assert_eq!(found.entries[1].effect, IssueEffect::Cancels);
}

#[test]
fn a_folder_is_read_by_the_names_of_its_files_and_damaged_letters_are_named() {
    let file = |name: &str, bytes: &[u8]| File { name: format!("dir/{name}"), bytes: bytes.to_vec() };
    let files = [
        file("My.verbs.txt", b"--- HELP [070] ---\nHELP\n- * (WITH) [071]\n"),
        file("Flat.verbs.txt", b"--- HELP [070] ---\nHELP\n- * WITH [072]\n"),
        file("My.actors.txt", b"VAROSIA [VAR]\nTELM\xffRK [TLM]\n"),
        file("README.txt", b"- * [nothing\n"),
        file("My.agents.txt", b"ARMY [~MIL]\n"),
    ];
    let found = Dictionary::read(&files);
    assert_eq!((found.actors.len(), found.agents.len(), found.missing()), (2, 1, None));
    // Of two verb files the one with phrases is used.
    assert_eq!(found.verbs.blocks[0].patterns[0].code, "071");
    assert_eq!(found.broken.len(), 1);
    assert!(found.broken[0].to_string().contains("dir/My.actors.txt:2:1"), "{}", found.broken[0]);
    assert!(Dictionary::read(&files[3..]).missing().is_some_and(|what| what.starts_with("verbs")));
}
