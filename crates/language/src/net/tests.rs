use super::features::Vocabulary;
use super::layers::Sizes;
use super::weights::{Labels, tensors, write};
use super::*;
use crate::container::{Container, ContainerWriter};
use proptest::prelude::*;

const SIZES: Sizes =
    Sizes { word: 6, cluster: 4, affix: 4, shape: 2, hidden: 8, layers: 2, tag_layers: 1, arc: 6, relation: 5, tag: 7, narrow: 0 };

/// A model file whose numbers were drawn: it says nothing sensible, but all of it must be a tree.
fn file(change: impl Fn(&str, &mut Vec<f32>), feats: &str) -> Vec<u8> {
    let words = ["the", "envoy", "left", "kelm"];
    let clusters = [("left", "0011"), ("Kelm", "110")];
    let vocabulary = Vocabulary::new(words.into_iter(), clusters.into_iter());
    let labels = Labels { upos: Upos::ALL.len(), feats: feats.lines().count(), deprels: 3 };
    let mut writer = ContainerWriter::new(KIND, VERSION);
    writer.u32s("sizes", &SIZES.to_numbers()).text("feats", feats).text("deprels", "nsubj\npunct\nroot");
    vocabulary.write(&mut writer);
    let mut state = 9u32;
    for tensor in tensors(SIZES, &vocabulary, labels) {
        let mut values: Vec<f32> = (0..tensor.rows * tensor.columns)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 8) as f32 / 8_388_608.0 - 1.0
            })
            .collect();
        change(&tensor.name, &mut values);
        write(&mut writer, &tensor, &values);
    }
    writer.finish()
}

const FEATS: &str = "NOUN\tNumber=Sing\nNOUN\tNumber=Plur\nPUNCT\t_";

fn parser() -> Parser {
    let container = Container::parse(file(|_, _| (), FEATS)).unwrap();
    Parser::from_container(&container).unwrap()
}

fn check_tree(words: &[Parsed]) {
    assert!(words.is_empty() || words.iter().filter(|word| word.head.is_none()).count() == 1);
    for (at, word) in words.iter().enumerate() {
        assert_eq!(word.deprel == Deprel::Root, word.head.is_none());
        let mut above = word.head;
        let mut steps = 0;
        while let Some(head) = above {
            steps += 1;
            assert!(head.index() < words.len() && steps <= words.len(), "{at} is on a cycle");
            above = words[head.index()].head;
        }
    }
}

#[test]
fn sentences_get_the_same_tree_alone_and_together() {
    let parser = parser();
    let sentences: [&[&str]; 5] = [
        &["The", "envoy", "left", "Kelm", "."],
        &[],
        &["Left"],
        &["REBELS", "LEAVE", "KELM", "ENVOY", "SAYS", "ON", "TUESDAY"],
        &["\u{0}", "", "漢字", "🙂", "a b"],
    ];
    let together = parser.parse_many(&sentences);
    assert_eq!(together.len(), sentences.len());
    for (words, parsed) in sentences.iter().zip(&together) {
        assert_eq!(parsed.len(), words.len());
        assert_eq!(&parser.parse(words), parsed);
        check_tree(parsed);
    }
}

#[test]
fn what_was_read_before_changes_nothing() {
    let (fresh, used) = (parser(), parser());
    let others: Vec<String> = (0..20_000).map(|at| format!("w{at}")).collect();
    // More word forms than are kept, so that some of the next sentence's are kept and some are not.
    for words in others.chunks(50) {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        used.parse(&words);
    }
    let words: Vec<&str> = others.iter().step_by(400).map(String::as_str).chain(["The", "envoy", "left", "."]).collect();
    assert_eq!(used.parse(&words), fresh.parse(&words));
    assert_eq!(used.parse(&words), used.clone().parse(&words));
}

#[test]
fn very_long_sentences_and_words_still_give_one_tree() {
    let parser = parser();
    let long = "x".repeat(100_000);
    let mut words = vec!["envoy"; 2_500];
    words[7] = &long;
    let parsed = parser.parse(&words);
    assert_eq!(parsed.len(), words.len());
    check_tree(&parsed);
}

#[test]
fn features_belong_to_the_part_of_speech() {
    let known = [(Upos::Noun, "Number=Sing"), (Upos::Noun, "Number=Plur")];
    for word in parser().parse(&["The", "envoy", "left", "Kelm", "again", "!"]) {
        let feats = word.feats.as_str();
        assert!(feats == "_" || known.contains(&(word.upos, feats)), "{word:?}");
    }
}

#[test]
fn files_that_do_not_fit_are_refused() {
    for feats in ["", "NOUN\tNumber=Odd", "ODD\t_", "NOUN"] {
        let container = Container::parse(file(|_, _| (), feats)).unwrap();
        assert!(Parser::from_container(&container).is_err(), "{feats:?}");
    }
    let spoilt = |name: &str, values: &mut Vec<f32>| {
        if name == "tree.root" {
            values[0] = f32::NAN;
        }
    };
    let container = Container::parse(file(spoilt, FEATS)).unwrap();
    assert!(Parser::from_container(&container).is_err());
    let empty = ContainerWriter::new(KIND, VERSION).finish();
    assert!(Parser::from_container(&Container::parse(empty).unwrap()).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_words_give_one_tree(words in prop::collection::vec(any::<String>(), 0..40)) {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let parsed = parser().parse(&words);
        prop_assert_eq!(parsed.len(), words.len());
        check_tree(&parsed);
    }
}
