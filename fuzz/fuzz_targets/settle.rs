//! Models of conflicts: what is read can be analysed.
#![no_main]

use rapporteur_views::gmcr::{Model, solve};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Model::parse(text) {
        // Many options take seconds, which is no fault.
        Ok(model) if model.options.len() <= 8 => {
            let solution = solve(&model);
            assert!(solution.nash.iter().all(|state| solution.gmr.contains(state)), "what no move betters needs no answer");
        }
        Ok(_) => {}
        Err(error) => assert!(!error.to_string().is_empty(), "an error says what it is about"),
    }
});
