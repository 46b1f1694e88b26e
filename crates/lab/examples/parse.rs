//! Prints the CoNLL-U of a text file, read with the models of `models/`.
fn main() -> anyhow::Result<()> {
    let path = std::env::args().nth(1).ok_or_else(|| anyhow::anyhow!("usage: parse FILE"))?;
    let text = std::fs::read_to_string(path)?;
    let folder = std::env::var("MODELS").unwrap_or_else(|_| "models".to_owned());
    let mut files = Vec::new();
    for name in rapporteur_language::MODEL_FILES {
        files.push((name, std::fs::read(format!("{folder}/{name}"))?.into()));
    }
    let models = rapporteur_language::Models::from_bytes(&files)?;
    let start = std::time::Instant::now();
    let analysis = rapporteur_language::analyse(&text, &rapporteur_language::paragraphs(&text), &models);
    let seconds = start.elapsed().as_secs_f64();
    let words: usize = analysis.sentences.iter().map(|sentence| sentence.tokens.len()).sum();
    eprintln!("{words} words, {:.0} words a second", words as f64 / seconds);
    for diagnostic in &analysis.diagnostics {
        eprintln!("{}: {}", diagnostic.code, diagnostic.message);
    }
    print!("{}", rapporteur_language::conllu(&text, &analysis));
    Ok(())
}
