use super::super::report::{findings, html, map, markdown, matrix, text};
use super::*;
use crate::gmcr::{Model, solve};

fn found() -> Settlement {
    settled(example(), &Question { sensitivity: true, ..question(None, None, None) }).unwrap()
}

/// Checks that every element that begins ends, in order; gives the number of elements.
pub fn balanced(page: &str) -> usize {
    let (mut open, mut count): (Vec<&str>, usize) = (Vec::new(), 0);
    for tag in page.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').unwrap_or_else(|| panic!("`<{tag}` does not end"));
        let name = tag.trim_start_matches('/').split([' ', '\n', '/']).next().unwrap();
        count += 1;
        match tag {
            _ if tag.starts_with('!') => {}
            _ if tag.starts_with('/') => assert_eq!(open.pop(), Some(name), "{open:?}"),
            _ if tag.ends_with('/') || ["meta", "br"].contains(&name) => {}
            _ => open.push(name),
        }
    }
    assert_eq!(open, [""; 0]);
    count
}

#[test]
fn the_printable_report_is_one_sound_page_without_scripts() {
    let page = html(&found());
    assert!(balanced(&page) > 200);
    for word in ["<script", "javascript:", "onclick", "@import", "url(http"] {
        assert!(!page.contains(word), "{word}");
    }
    // Every reference leads to a quotation, and every quotation has the address of its report.
    let targets = page.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap());
    assert!(targets.clone().count() > 30);
    for target in targets {
        assert!(page.contains(&format!("id=\"{target}\"")), "{target}");
    }
    let quotations: Vec<&str> = page.split("<blockquote>").skip(1).collect();
    assert!(
        quotations.len() == 17
            && quotations.iter().all(|quotation| quotation.split("</blockquote>").next().unwrap().contains("<a href=\"https://"))
    );
    assert!(page.contains("“I will not leave, neither today nor tomorrow”") && page.contains("s1, characters 64–108"));
}

#[test]
fn words_of_a_report_are_never_markup() {
    let mut all = stands(&["A support x", "B reject x", "C accept-if x if y"]);
    for one in &mut all {
        one.label = "<script>alert(1)</script> | *x* & \"y\"\u{1}".to_owned();
        one.holder = format!("<b>{}", one.holder);
        one.evidence[0].words = "</blockquote><img src=x onerror=alert(1)>\n# no heading".to_owned();
        one.evidence[0].address = Some("javascript:alert(1)".to_owned());
    }
    let found = settled(all, &question(None, None, None)).unwrap();
    let page = html(&found);
    balanced(&page);
    assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("href=\"javascript") && !page.contains('\u{1}'));
    let page = markdown(&found);
    assert!(!page.replace("\\<", "").split("</svg>").last().unwrap().contains('<'), "{page}");
    assert!(page.contains("\\| \\*x\\*") && !page.contains("\n# no heading"));
}

#[test]
fn the_map_draws_every_precondition_inside_its_frame_and_the_same_each_time() {
    let found = found();
    let drawn = map(&found).unwrap();
    assert_eq!(map(&settled(example(), &question(None, None, None)).unwrap()).unwrap(), drawn);
    balanced(&drawn);
    let links: std::collections::BTreeSet<_> = found.preconditions.iter().map(|one| (&one.first, &one.then)).collect();
    assert_eq!(drawn.matches("class=\"arrow").count(), links.len());
    let frame: Vec<i64> =
        drawn.split("viewBox=\"0 0 ").nth(1).unwrap().split('"').next().unwrap().split(' ').map(|n| n.parse().unwrap()).collect();
    let number =
        |tag: &str, name: &str| -> i64 { tag.split(&format!(" {name}=\"")).nth(1).unwrap().split('"').next().unwrap().parse().unwrap() };
    let boxes: Vec<[i64; 4]> =
        drawn.split("<rect").skip(1).map(|tag| ["x", "y", "width", "height"].map(|name| number(tag, name))).collect();
    for (at, [x, y, width, height]) in boxes.iter().enumerate() {
        assert!(*x >= 0 && *y >= 0 && x + width <= frame[0] && y + height <= frame[1]);
        let apart = |[a, b, w, h]: &[i64; 4]| x + width <= *a || a + w <= *x || y + height <= *b || b + h <= *y;
        assert!(boxes[at + 1..].iter().all(apart), "boxes lie apart");
    }
    // Observers and the end of the fighting wait for each other: one arrow closes the cycle.
    assert_eq!(drawn.matches("arrow back").count(), 1);
    assert!(map(&settled(stands(&["A support x"]), &question(None, None, None)).unwrap()).is_none());
}

#[test]
fn every_form_names_what_is_blocked_and_by_whom() {
    let found = found();
    for page in [text(&found), markdown(&found), html(&found), findings(&found)] {
        for words in ["Karim leaves office", "Northern Front", "League of Coastal States", "Telmark"] {
            assert!(page.contains(words), "{words}: {page}");
        }
    }
    let vote = settled(example(), &question(Some("sanction(varosia)"), Some("consensus"), None)).unwrap();
    for page in [text(&vote), markdown(&vote), html(&vote), findings(&vote)] {
        assert!(page.contains("fails, blocked by Telmark"), "{page}");
    }
    let table = matrix(&found);
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!((lines.len(), lines[0].matches(',').count()), (5, found.issues.len()));
    assert!(lines[3].starts_with("Telmark,") && lines[3].contains("reject (2031-05-21)"), "{table}");
    let json = serde_json::to_value(&found).unwrap();
    assert_eq!(json["incompatible"][0]["one"]["party"], found.incompatible[0].one.party.as_str());
}

#[test]
fn a_drafted_model_is_one_that_can_be_analysed() {
    let all = example();
    let drafted = draft(&Board::new(&all, None), "The bridge at Kelm").unwrap();
    let model = Model::parse(&serde_json::to_string(&drafted.model).unwrap()).unwrap();
    let of = |name: &str| drafted.model["decision_makers"].as_array().unwrap().iter().find(|maker| maker["name"] == name).unwrap();
    assert!(of("Varosia")["options"].as_array().unwrap().iter().any(|option| option == "Karim leaves office (Varosia)"));
    assert_eq!(of("Northern Front")["why"][0], "not Varosia and the Northern Front hold talks before Karim leaves office");
    let options = drafted.model["options"].to_string();
    assert!(
        options.contains("laid on Varosia (Telmark)") && !options.contains("laid on Varosia (Varosia)"),
        "sanctions are not for Varosia to allow"
    );
    let asked = stands(&["League demand withdraw(front)", "Front support aid", "Front reject tolls"]);
    let asked = draft(&Board::new(&asked, None), "x").unwrap().model["options"].to_string();
    assert_eq!(asked, r#"["tolls (Front)","withdraw(front) (Front)"]"#, "what nobody answered is for the party that is named");
    let solution = solve(&model);
    let quo = drafted.model["status_quo"].as_str().unwrap();
    assert!(solution.seq.iter().any(|state| state == quo), "as they stand nobody moves: {solution:?}");
    assert!(matches!(draft(&Board::new(&stands(&["A support x", "B support x"]), None), "x"), Err(DraftError::NoConflict)));
}

#[test]
fn a_draft_of_too_many_options_keeps_those_most_spoken_of() {
    let lines: Vec<String> = (0..30).map(|at| format!("A reject i{at:02}")).chain((0..4).map(|at| format!("B{at} reject i29"))).collect();
    let all = stands(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    let drafted = draft(&Board::new(&all, None), "x").unwrap();
    assert!(drafted.notes[0].starts_with("14 of 34 options"), "{:?}", drafted.notes);
    let options = drafted.model["options"].as_array().unwrap();
    assert_eq!((options.len(), options.iter().filter(|name| name.as_str().unwrap().starts_with("i29")).count()), (20, 5));
}

#[test]
fn parties_beyond_the_columns_of_a_page_are_named_in_the_last() {
    let lines: Vec<String> = (0..20).flat_map(|at| (0..=at % 3).map(move |issue| format!("P{at:02} support i{issue}"))).collect();
    let found = settled(stands(&lines.iter().map(String::as_str).collect::<Vec<_>>()), &question(None, None, None)).unwrap();
    let page = html(&found);
    balanced(&page);
    assert_eq!((page.matches("scope=\"col\"").count(), page.matches("P00: ✓ support").count()), (14, 1));
    assert!(markdown(&found).contains("| others |") && markdown(&found).contains("P00: ✓ support"));
    assert_eq!(matrix(&found).lines().count(), 21, "the table for spreadsheets has all");
}

#[test]
fn an_arrow_over_several_layers_runs_round_the_boxes_between() {
    let found =
        settled(stands(&["A demand a before b", "B demand b before c", "C demand a before c", "D reject a"]), &question(None, None, None))
            .unwrap();
    let drawn = map(&found).unwrap();
    let number =
        |tag: &str, name: &str| -> i64 { tag.split(&format!(" {name}=\"")).nth(1).unwrap().split('"').next().unwrap().parse().unwrap() };
    let boxes: Vec<[i64; 4]> =
        drawn.split("<rect").skip(1).map(|tag| ["x", "y", "width", "height"].map(|name| number(tag, name))).collect();
    assert_eq!(boxes.len(), 3);
    let long = drawn
        .split("<path class=\"arrow\" d=\"")
        .skip(1)
        .map(|path| path.split('"').next().unwrap())
        .find(|path| path.contains('H'))
        .unwrap();
    // Where it runs straight through the middle layer it is above or below that layer's box.
    let level: i64 = long.split('H').next().unwrap().split(' ').next_back().unwrap().parse().unwrap();
    let [_, y, _, height] = boxes[1];
    assert!(level < y || level > y + height, "{long}: {boxes:?}");
}
