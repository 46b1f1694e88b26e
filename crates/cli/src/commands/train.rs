//! `rapporteur train`: corpora in, a model file out.

use crate::ExitStatus;
use crate::args::{ModelName, TrainArgs};
use anyhow::{Context, bail};
use rapporteur::Reader;
use rapporteur_lab::coref::Document;
use rapporteur_lab::statements::{Scores, score};
use rapporteur_lab::train::statements::{self, Lesson};
use rapporteur_lab::train::{coref, lemma, mentions, parser, places, segment};
use rapporteur_lab::treebank::{GoldSentence, Treebank};
use rapporteur_reading::statements::Clusters;
use std::path::{Path, PathBuf};

/// Trains one model and writes it.
pub fn run(args: &TrainArgs, quiet: bool) -> anyhow::Result<ExitStatus> {
    if args.model == ModelName::Statements {
        let file = train_statements(args, quiet)?;
        return write(args, &file, quiet);
    }
    if args.model == ModelName::Places {
        let file = train_places(args, quiet)?;
        return write(args, &file, quiet);
    }
    let train = load(&args.train)?;
    let dev = load(&args.dev)?;
    let file = match args.model {
        ModelName::Segment => train_segment(args, &train, &dev, quiet)?,
        ModelName::Lemma => lemma::train(&train),
        ModelName::Mentions => train_mentions(args, &train, &dev, quiet)?,
        ModelName::Parser => train_parser(args, &train, &dev, quiet)?,
        ModelName::Coref => train_coref(args, &train, &dev, quiet)?,
        ModelName::Statements | ModelName::Places => bail!("these are learned from no treebank"),
    };
    let status = write(args, &file, quiet)?;
    if args.model == ModelName::Lemma {
        for (path, bank) in args.dev.iter().zip(&dev) {
            let (figure, _) = lemma::accuracy(&file, bank)?;
            anstream::eprintln!("{}: {figure:.2} of 100 lemmas right, given right tags", name(path));
        }
    }
    Ok(status)
}

fn write(args: &TrainArgs, file: &[u8], quiet: bool) -> anyhow::Result<ExitStatus> {
    std::fs::write(&args.out, file).with_context(|| format!("cannot write {}", args.out.display()))?;
    if !quiet {
        anstream::eprintln!("{}: {} bytes", args.out.display(), file.len());
    }
    Ok(ExitStatus::Done)
}

fn load(paths: &[PathBuf]) -> anyhow::Result<Vec<Treebank>> {
    paths.iter().map(|path| Treebank::load(path)).collect()
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn train_segment(args: &TrainArgs, train: &[Treebank], dev: &[Treebank], quiet: bool) -> anyhow::Result<Vec<u8>> {
    if dev.is_empty() {
        bail!("no development corpus was given\n  help: name one with --dev; the best threshold is found on it");
    }
    let mut options = segment::Options::default();
    options.epochs = args.epochs.unwrap_or(options.epochs);
    segment::train(train, dev, &options, &mut |epoch| {
        if !quiet {
            let figures: Vec<String> = epoch.dev.iter().map(|figure| format!("{figure:.2}")).collect();
            anstream::eprintln!("epoch {}: loss {:.4}, sentences F1 {}", epoch.epoch, epoch.loss, figures.join(", "));
        }
    })
}

fn train_parser(args: &TrainArgs, train: &[Treebank], dev: &[Treebank], quiet: bool) -> anyhow::Result<Vec<u8>> {
    let mut options = parser::Options { checkpoint: args.checkpoint.clone(), ..parser::Options::default() };
    if let Some(path) = &args.base {
        options = options.on(parser::Base::load(path)?);
    }
    options.epochs = args.epochs.unwrap_or(options.epochs);
    if let Some(narrow) = args.narrow {
        options.sizes.narrow = narrow.min(4096);
    }
    if let Some(layers) = args.layers {
        options.sizes.layers = layers.min(16);
        options.sizes.tag_layers = options.sizes.tag_layers.min(options.sizes.layers);
    }
    if let Some(path) = &args.clusters {
        options.clusters = parser::load_clusters(path)?;
    }
    if let Some(path) = &args.vectors {
        options.vectors = parser::load_vectors(path, parser::MOST_VECTORS)?;
    }
    let sentences: Vec<&GoldSentence> = train.iter().flat_map(|bank| &bank.sentences).collect();
    let names: Vec<String> = args.dev.iter().map(|path| name(path)).collect();
    let dev: Vec<(&str, &[GoldSentence])> = names.iter().zip(dev).map(|(name, bank)| (name.as_str(), bank.sentences.as_slice())).collect();
    parser::train(&options, &sentences, &dev, &mut |progress| {
        if quiet {
            return;
        }
        anstream::eprintln!(
            "epoch {}/{}: loss {:.4}, {:.0} s",
            progress.epoch,
            progress.epochs,
            progress.loss,
            progress.time.as_secs_f64()
        );
        for (name, scores) in &progress.dev {
            anstream::eprintln!(
                "  {name}: UPOS {:.2}, UFeats {:.2}, UAS {:.2}, LAS {:.2}",
                scores.upos,
                scores.feats,
                scores.uas,
                scores.las
            );
        }
    })
}

/// Learns from the chains of documents whose running text is read as a report is.
fn train_coref(args: &TrainArgs, train: &[Treebank], dev: &[Treebank], quiet: bool) -> anyhow::Result<Vec<u8>> {
    let reader = Reader::embedded()?;
    let read = |banks: &[Treebank]| -> Vec<Document> {
        banks
            .iter()
            .flat_map(|bank| bank.documents().map(|document| Document::predicted(document, |text| reader.parse(text))).collect::<Vec<_>>())
            .collect()
    };
    let (train, dev) = (read(train), read(dev));
    let mut settings = coref::Settings::default();
    settings.epochs = args.epochs.unwrap_or(settings.epochs);
    let (train, dev): (Vec<&Document>, Vec<&Document>) = (train.iter().collect(), dev.iter().collect());
    let tables = reader.models().tables();
    let model = coref::train(&train, &dev, tables, settings, args.checkpoint.as_deref(), &mut |progress| {
        if !quiet {
            let (run, epoch) = (progress.run, progress.epoch);
            anstream::eprintln!("run {run}, epoch {epoch}: loss {:.4}, {:.2} of 100 choices right", progress.loss, progress.right);
            let figures: Vec<String> =
                progress.dev.rows("").iter().map(|row| format!("{} {:.2}", row.measure.trim_start(), row.value)).collect();
            anstream::eprintln!("  dev: {}", figures.join(", "));
        }
    })?;
    let model = model.with_likelihood(coref::calibrate(&train, tables, settings)?);
    if !quiet && !dev.is_empty() {
        anstream::eprintln!("links on dev by their score\n{}", coref::Reliability::measure(&dev, &model, tables));
    }
    Ok(model.to_bytes())
}

/// Learns from gold mentions in running text, parsed as a report is.
fn train_mentions(args: &TrainArgs, train: &[Treebank], dev: &[Treebank], quiet: bool) -> anyhow::Result<Vec<u8>> {
    let reader = Reader::embedded()?;
    let models = reader.models();
    let mut settings = mentions::Settings::default();
    settings.epochs = args.epochs.unwrap_or(settings.epochs);
    let (train, dev) = (mentions::lessons(train, models), mentions::lessons(dev, models));
    let (train, dev): (Vec<&mentions::Lesson>, Vec<&mentions::Lesson>) = (train.iter().collect(), dev.iter().collect());
    let model = mentions::train(&train, &dev, models, settings, args.checkpoint.as_deref(), &mut |epoch| {
        if !quiet {
            let forms: Vec<String> = epoch.dev.forms.iter().map(|(form, tally)| format!("{form} {:.2}", tally.f1())).collect();
            let all = epoch.dev.all.f1();
            anstream::eprintln!("epoch {}: loss {:.4}, F1 {all:.2} ({})", epoch.epoch, epoch.loss, forms.join(", "));
        }
    })?;
    Ok(model.to_bytes())
}

/// Learns from attributions in running text, parsed as a report is.
fn train_statements(args: &TrainArgs, quiet: bool) -> anyhow::Result<Vec<u8>> {
    let reader = Reader::embedded()?;
    let lessons = |paths: &[PathBuf]| -> anyhow::Result<Vec<Lesson>> {
        let mut found = Vec::new();
        for path in paths {
            for gold in rapporteur_lab::statements::load(path)? {
                let analysis = reader.parse(&gold.text);
                found.push(Lesson { gold, analysis });
            }
        }
        Ok(found)
    };
    let mut settings = statements::Settings::default();
    settings.epochs = args.epochs.unwrap_or(settings.epochs);
    let cues = &reader.lexicon().cues;
    let rows = args.clusters.as_deref().map(parser::load_clusters).transpose()?.unwrap_or_default();
    let clusters = Clusters::new(rows.iter().take(statements::CLUSTERED).map(|(form, path)| (form.as_str(), path.as_str())));
    let train = lessons(&args.train)?;
    let mut say = |line: &str| {
        if !quiet {
            anstream::eprintln!("{line}");
        }
    };
    if let Some(folds) = args.folds.map(usize::from) {
        let found = statements::cross_validate(&train, cues, &clusters, settings, folds, &mut say);
        let mut scores = Scores::default();
        for (lesson, found) in train.iter().zip(&found) {
            scores.add(&score(&lesson.gold, found));
        }
        for figure in scores.figures() {
            anstream::eprintln!("{folds} folds: {} {:.2}", figure.measure, figure.value);
        }
    }
    let model = statements::train(&train, cues, &clusters, settings, &mut say);
    for path in &args.dev {
        let dev = lessons(std::slice::from_ref(path))?;
        for figure in statements::evaluate(&dev, cues, Some(&model)).figures() {
            anstream::eprintln!("{}: {} {:.2}", name(path), figure.measure, figure.value);
        }
    }
    Ok(model.to_bytes())
}

/// Learns from gold toponyms in reports that are read as any other.
fn train_places(args: &TrainArgs, quiet: bool) -> anyhow::Result<Vec<u8>> {
    let reader = Reader::embedded()?;
    let mut lessons = Vec::new();
    for path in &args.train {
        let corpus = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let documents = rapporteur_lab::places::documents(&reader, path)?;
        for (gold, document) in rapporteur_lab::places::load(path)?.into_iter().zip(documents) {
            lessons.push(places::Lesson { corpus: corpus.clone(), gold, spots: reader.spots(&document) });
        }
    }
    let mut settings = places::Settings::default();
    settings.epochs = args.epochs.unwrap_or(settings.epochs);
    if let Some(folds) = args.folds.map(usize::from).filter(|_| !quiet) {
        for (name, scores) in places::cross_validate(&lessons, settings, folds) {
            scores.figures(&name).iter().for_each(|figure| anstream::eprintln!("{folds} folds: {} {:.1}", figure.measure, figure.value));
        }
        for (name, scores) in places::across_corpora(&lessons, settings) {
            scores
                .figures(&name)
                .iter()
                .for_each(|figure| anstream::eprintln!("the others learned: {} {:.1}", figure.measure, figure.value));
        }
    }
    Ok(places::train(&lessons.iter().collect::<Vec<_>>(), settings).to_bytes())
}
