//! Trains the parser: `train_parser OUT CHECKPOINT|- CLUSTERS TRAIN… -- NAME=DEV… [key=value…]`.

use rapporteur_lab::train::parser::{Options, load_clusters, train};
use rapporteur_lab::treebank::{GoldSentence, Treebank};
use std::path::Path;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut options = Options {
        clusters: load_clusters(Path::new(&arguments[2]))?,
        ..Options::default()
    };
    if arguments[1] != "-" {
        options.checkpoint = Some(arguments[1].clone().into());
    }
    let (mut banks, mut dev) = (Vec::new(), Vec::new());
    let mut second = false;
    for argument in &arguments[3..] {
        if argument == "--" {
            second = true;
        } else if !second {
            banks.push(Treebank::load(Path::new(argument))?);
        } else if let Some((key, value)) = argument.split_once('=') {
            let size = || value.parse::<usize>();
            let number = || value.parse::<f32>();
            match key {
                "epochs" => options.epochs = size()?,
                "batch" => options.batch = size()?,
                "seed" => options.seed = size()? as u64,
                "warm" => options.warm_up = size()?,
                "rate" => options.rate = number()?,
                "average" => options.average = number()?,
                "decay" => options.decay = number()?,
                "clip" => options.clip = number()?,
                "varied" => options.varied = number()?,
                "input" => options.dropout.input = number()?,
                "layer" => options.dropout.layer = number()?,
                "head" => options.dropout.head = number()?,
                "worddrop" => options.dropout.word = number()?,
                "clusterdrop" => options.dropout.cluster = number()?,
                "hidden" => options.sizes.hidden = size()?,
                "layers" => options.sizes.layers = size()?,
                "taglayers" => options.sizes.tag_layers = size()?,
                "word" => options.sizes.word = size()?,
                "cluster" => options.sizes.cluster = size()?,
                "affix" => options.sizes.affix = size()?,
                "shape" => options.sizes.shape = size()?,
                "arc" => options.sizes.arc = size()?,
                "relation" => options.sizes.relation = size()?,
                "tag" => options.sizes.tag = size()?,
                "least" => options.least = size()? as u32,
                "upos" => options.shares.upos = number()?,
                "feats" => options.shares.feats = number()?,
                _ => dev.push((key.to_owned(), Treebank::load(Path::new(value))?)),
            }
        }
    }
    let sentences: Vec<&GoldSentence> = banks.iter().flat_map(|bank| &bank.sentences).collect();
    let dev: Vec<(&str, &[GoldSentence])> = dev
        .iter()
        .map(|(name, bank)| (name.as_str(), bank.sentences.as_slice()))
        .collect();
    let bytes = train(&options, &sentences, &dev, &mut |progress| {
        print!(
            "{:>3} loss {:.4} {:>5.1}s",
            progress.epoch,
            progress.loss,
            progress.time.as_secs_f64()
        );
        for (name, s) in &progress.dev {
            print!(
                " | {name} upos {:.2} feats {:.2} uas {:.2} las {:.2} {:.0}/s",
                s.upos, s.feats, s.uas, s.las, s.rate
            );
        }
        println!();
    })?;
    std::fs::write(&arguments[0], &bytes)?;
    println!("{} bytes", bytes.len());
    Ok(())
}
