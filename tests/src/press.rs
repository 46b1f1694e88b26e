//! An invented press: reports about invented events, and what outlets make of one report.
//!
//! An event has facts and quotations; who writes about it chooses his own words, so that two reports about one
//! event share names, numbers and quotations, as real ones do. Copies are made by the edits that desks make.

/// Numbers that look random and are the same every time (SplitMix64, Steele and others 2014).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Dice of their own for a subject.
    pub fn new(subject: u64) -> Self {
        Self(subject.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % sides.max(1) as u64) as usize
    }

    fn pick<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.roll(words.len())]
    }
}

/// A report as an outlet prints it.
#[derive(Clone, Debug)]
pub struct Report {
    /// The outlet.
    pub outlet: &'static str,
    /// The headline.
    pub title: String,
    /// Day of publication.
    pub date: String,
    /// The paragraphs.
    pub paragraphs: Vec<String>,
}

impl Report {
    /// The report as a text file: headline, date, body, each apart by an empty line.
    pub fn text(&self) -> String {
        format!("{}\n\n{}\n\n{}\n", self.title, self.date, self.paragraphs.join("\n\n"))
    }
}

const OUTLETS: [&str; 6] = ["The Kelm Courier", "Varosia Gazette", "Telmark Post", "Orra Observer", "Northern Wire", "The Belmar Times"];
const PEOPLE: [&str; 12] = [
    "Irina Dask",
    "Tomas Karim",
    "Luc Moreau",
    "Sana Orlo",
    "Petra Venn",
    "Anton Belka",
    "Mira Castel",
    "Jonas Ruhl",
    "Leila Hadden",
    "Viktor Sarn",
    "Nadia Forsk",
    "Emil Tarrow",
];
const POSTS: [&str; 9] = [
    "foreign minister",
    "defence minister",
    "chief negotiator",
    "spokeswoman for the Northern Front",
    "envoy of the League of Coastal States",
    "army chief",
    "deputy prime minister",
    "leader of the opposition council",
    "governor of the border province",
];
const TOWNS: [&str; 12] = ["Kelm", "Orra", "Tarn Harbour", "Veshti", "Lomar", "Brigg", "Sund", "Aldow", "Corvo", "Halmar", "Nessa", "Ruda"];
const DOERS: [&str; 12] = [
    "government troops",
    "rebel fighters",
    "masked gunmen",
    "border guards",
    "members of the Northern Front",
    "the provincial council",
    "peacekeepers",
    "dock workers",
    "two columns of the army",
    "the opposition council",
    "a convoy of the League",
    "police units",
];
const DEEDS: [&str; 14] = [
    "seized",
    "shelled",
    "left",
    "surrounded",
    "handed over",
    "reopened",
    "searched",
    "blockaded",
    "evacuated",
    "attacked",
    "bought back",
    "inspected",
    "set fire to",
    "marched on",
];
const THINGS: [&str; 16] = [
    "the grain terminal",
    "the old customs house",
    "a bridge over the Ruda river",
    "three villages",
    "the radio station",
    "the eastern quarter",
    "a fuel depot",
    "the airfield",
    "the coastal road",
    "a camp for displaced families",
    "the main hospital",
    "the prison",
    "two ferries",
    "a power station",
    "the university",
    "the border crossing",
];
const WHENS: [&str; 10] = [
    "on Monday",
    "late on Tuesday",
    "before dawn",
    "overnight",
    "on Thursday morning",
    "after a week of silence",
    "during the night",
    "at the weekend",
    "within hours of the announcement",
    "shortly after noon",
];
const WHYS: [&str; 14] = [
    "after talks on prisoners had broken down",
    "as a deadline set by the mediators ran out",
    "while delegates were still meeting in Lomar",
    "in what residents called the worst day since winter",
    "despite a ceasefire that both sides had signed",
    "following the arrest of a senior commander",
    "because supplies had not arrived",
    "although monitors had asked for restraint",
    "ahead of a vote in the assembly",
    "in answer to the killing of a judge",
    "hours before the envoy was due to arrive",
    "as foreign ships came into view",
    "with no warning to the mayor",
    "a month after the last exchange of prisoners",
];
const SAYS: [&str; 8] = [
    "said",
    "told reporters",
    "said in a statement",
    "told state television",
    "wrote in a letter to the League",
    "said by telephone",
    "told the assembly",
    "said after the meeting",
];
const OPENINGS: [&str; 14] = [
    "We will not accept",
    "Nobody in this country wants",
    "There can be no talk of",
    "The world has to see",
    "I have asked my colleagues to explain",
    "Our people have paid for",
    "It is too late for",
    "They have promised us",
    "We have waited long enough for",
    "This government stands by",
    "I do not believe in",
    "You cannot negotiate about",
    "What we need now is",
    "The other side fears",
];
const MIDDLES: [&str; 14] = [
    "a peace that leaves the harbour in their hands",
    "another winter without bread",
    "the return of every prisoner",
    "an honest count of the dead",
    "guarantees written by foreigners",
    "a border drawn at night",
    "elections under the eyes of gunmen",
    "the withdrawal of all heavy weapons",
    "new conditions every morning",
    "a government of thieves",
    "the road to the coast",
    "a judge whom both sides trust",
    "observers at every crossing",
    "the word of a man who fled",
];
const ENDINGS: [&str; 10] = [
    "and we shall say so again tomorrow",
    "whatever the envoy may write",
    "as long as I hold this office",
    "because too many families are waiting",
    "even if the talks should fail",
    "and they know it",
    "before the snow comes",
    "no matter who sits at the table",
    "until the last village is free",
    "and history will judge us",
];
const BACKGROUNDS: [&str; 12] = [
    "The conflict began {n} months ago, when {doer} {deed} {thing}.",
    "More than {n}00 people have been killed since then, by the count of aid workers in {town}.",
    "{Town}, a town of {n},000 on the river, has changed hands {m} times.",
    "The League has sent {n} observers, of whom {m} are still in {town}.",
    "Some {n},000 people have fled to camps near {town}, the League says.",
    "An earlier agreement, signed in {town}, lasted {m} weeks.",
    "Trade through {town} has fallen by {n} percent, merchants say.",
    "{Town} was the seat of the provincial government until {doer} {deed} {thing}.",
    "Schools in {town} have been closed for {m} weeks.",
    "The price of bread in {town} has risen to {n} marks.",
    "A first group of {n} prisoners went home by way of {town}.",
    "Electricity reaches {town} for {m} hours a day.",
];

/// The agency's report about an event: some twenty paragraphs.
pub fn report(event: u64) -> Report {
    write(event, 0)
}

/// A report about the same event by another writer: the same facts and quotations, his own words.
pub fn other_report(event: u64, writer: u64) -> Report {
    write(event, writer)
}

fn write(event: u64, writer: u64) -> Report {
    let mut facts = Dice::new(event + 1);
    let (town, doer, deed, thing) = (facts.pick(&TOWNS), facts.pick(&DOERS), facts.pick(&DEEDS), facts.pick(&THINGS));
    let people: Vec<(&str, &str)> = (0..3).map(|_| (facts.pick(&PEOPLE), facts.pick(&POSTS))).collect();
    let quotations: Vec<String> =
        (0..3).map(|_| format!("{} {} {}", facts.pick(&OPENINGS), facts.pick(&MIDDLES), facts.pick(&ENDINGS))).collect();
    let (year, month, day) = (2030 + facts.roll(6), 1 + facts.roll(12), 1 + facts.roll(28));
    let mut words = Dice::new(event.wrapping_mul(131).wrapping_add(writer * 7_919 + 17));
    let mut paragraphs = vec![format!(
        "{} {deed} {thing} in {town} {}, {}, {}.",
        capital(doer),
        words.pick(&WHENS),
        words.pick(&WHYS),
        words.pick(&["officials and residents said", "the mayor's office said", "witnesses said", "both sides said"])
    )];
    for round in 0..6 {
        let (name, post) = people[round % people.len()];
        // A later mention has the surname alone.
        let who = if round < people.len() { format!("{name}, the {post},") } else { name.rsplit(' ').next().unwrap_or(name).to_owned() };
        let says = words.pick(&SAYS);
        if round < quotations.len() {
            paragraphs.push(format!("\"{},\" {who} {says}.", quotations[round]).replace(", said", " said"));
        } else {
            paragraphs.push(format!(
                "{who} {says} that {} had {} {} {}.",
                words.pick(&DOERS),
                words.pick(&DEEDS),
                words.pick(&THINGS),
                words.pick(&WHENS)
            ));
        }
        for _ in 0..=words.roll(2) {
            paragraphs.push(format!(
                "{} {} {} in {} {}, {}.",
                capital(words.pick(&DOERS)),
                words.pick(&DEEDS),
                words.pick(&THINGS),
                words.pick(&TOWNS),
                words.pick(&WHENS),
                words.pick(&WHYS)
            ));
        }
        let background = words.pick(&BACKGROUNDS);
        let place = words.pick(&TOWNS);
        paragraphs.push(
            background
                .replace("{n}", &(11 + words.roll(80)).to_string())
                .replace("{m}", &(2 + words.roll(8)).to_string())
                .replace("{town}", place)
                .replace("{Town}", place)
                .replace("{doer}", words.pick(&DOERS))
                .replace("{deed}", words.pick(&DEEDS))
                .replace("{thing}", words.pick(&THINGS)),
        );
    }
    Report {
        outlet: OUTLETS[words.roll(OUTLETS.len())],
        title: format!(
            "{} {}",
            capital(thing),
            words.pick(&["at the centre of new fighting", "changes hands", "puts talks in doubt", "divides negotiators"])
        ),
        date: format!("{year}-{month:02}-{day:02}"),
        paragraphs,
    }
}

/// What a desk does with an agency's report, as a word and the result.
pub fn copies(report: &Report, seed: u64) -> Vec<(&'static str, Report)> {
    let mut dice = Dice::new(seed ^ 0x00C0_FFEE);
    let mut outlet = || OUTLETS[dice.roll(OUTLETS.len())];
    let with =
        |outlet, title: &str, paragraphs: Vec<String>| Report { outlet, title: title.to_owned(), date: report.date.clone(), paragraphs };
    let all = report.paragraphs.clone();
    let own = write(seed.wrapping_add(900_001), 3).paragraphs;
    let half = all.len() * 3 / 5;
    let mut local = all.clone();
    local.insert(
        2.min(all.len()),
        format!(
            "In {} the news was met with silence. A crowd of {} gathered before the town hall and went home at dusk.",
            TOWNS[seed as usize % 12],
            seed % 90
        ),
    );
    local.insert(5.min(all.len()), "Our correspondent could not reach the governor for comment.".to_owned());
    let inside = [&own[..own.len() / 2], &all[..], &own[own.len() / 2..]].concat();
    let mut updated: Vec<String> = all.iter().map(|paragraph| paragraph.replace(" said", " has said").replace("Some ", "About ")).collect();
    updated.insert(0, "The army said later in the day that it had taken note of the reports and would answer in writing.".to_owned());
    vec![
        ("the same", with(outlet(), &report.title, all.clone())),
        ("another headline", with(outlet(), "Fears grow for the peace talks", all.clone())),
        ("shortened", with(outlet(), &report.title, all[..half].to_vec())),
        ("local paragraphs", with(outlet(), &report.title, local)),
        ("updated", with(outlet(), &report.title, updated)),
        ("inside a longer report", with(outlet(), "A region waits", inside)),
        (
            "masthead and notice",
            with(outlet(), &report.title, [&["NORTHERN WIRE SERVICE – for subscribers".to_owned()][..], &all[..]].concat()),
        ),
    ]
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
