//! Dictionaries of PETRARCH: the first byte chooses which kind the rest is read as.
#![no_main]

use rapporteur_lexicon::petrarch::{Dictionary, File};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((kind, rest)) = bytes.split_first() else { return };
    let names = ["x.actors.txt", "x.agents.txt", "x.verbs.txt", "x.discards.txt", "x.issues.txt"];
    let name = names[*kind as usize % names.len()];
    let dictionary = Dictionary::read(&[File { name: name.into(), bytes: rest.to_vec() }]);
    for error in &dictionary.broken {
        assert!(!error.message.contains('\n'), "a message is one line: {:?}", error.message);
        assert!(error.line > 0, "a broken line has a number");
    }
    rapporteur_petrarch::Coder::new(&dictionary);
});
