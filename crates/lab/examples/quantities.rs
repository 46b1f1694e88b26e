//! Prints where quantities are read otherwise than by hand: `cargo run --release -p rapporteur-lab --example quantities`.
#![allow(clippy::print_stdout)]

fn main() -> anyhow::Result<()> {
    let reader = rapporteur::Reader::embedded()?;
    let (figures, disagreements) = rapporteur_lab::quantities::evaluate(&reader, std::path::Path::new("eval/quantities.tsv"))?;
    println!("{disagreements}");
    for figure in figures {
        println!("{} {:.1}", figure.measure, figure.value);
    }
    Ok(())
}
