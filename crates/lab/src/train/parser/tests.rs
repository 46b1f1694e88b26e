use super::*;
use crate::treebank::Treebank;

const SAMPLE: &str = "# text = The envoy left Kelm .\n\
    1\tThe\tthe\tDET\tDT\tDefinite=Def|PronType=Art\t2\tdet\t_\t_\n\
    2\tenvoy\tenvoy\tNOUN\tNN\tNumber=Sing\t3\tnsubj\t_\t_\n\
    3\tleft\tleave\tVERB\tVBD\tMood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin\t0\troot\t_\t_\n\
    4\tKelm\tKelm\tPROPN\tNNP\tNumber=Sing\t3\tobj\t_\t_\n\
    5\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_\n\n\
    # text = Rebels left\n\
    1\tRebels\trebel\tNOUN\tNNS\tNumber=Plur\t2\tnsubj\t_\t_\n\
    2\tleft\tleave\tVERB\tVBD\tMood=Ind|Number=Plur|Person=3|Tense=Past|VerbForm=Fin\t0\troot\t_\t_\n\n";

fn options() -> Options {
    Options {
        epochs: 120,
        batch: 5,
        rate: 1e-2,
        warm_up: 5,
        average: 0.9,
        dropout: Dropout::NONE,
        least: 1,
        sizes: Sizes {
            word: 5,
            cluster: 2,
            affix: 3,
            shape: 2,
            hidden: 6,
            layers: 2,
            tag_layers: 1,
            arc: 7,
            relation: 4,
            tag: 5,
            narrow: 3,
        },
        vectors: vec![("envoy".to_owned(), vec![1.0, 0.5]), ("truce".to_owned(), vec![-0.4, 0.8])],
        clusters: vec![("left".to_owned(), "0011".to_owned()), ("Kelm".to_owned(), "110".to_owned())],
        ..Options::default()
    }
}

#[test]
fn the_gradient_is_the_slope_of_the_loss() {
    let bank = Treebank::parse(SAMPLE).unwrap();
    let train: Vec<&GoldSentence> = bank.sentences.iter().collect();
    for tag_layers in [1, 2] {
        let mut options = options();
        options.sizes.tag_layers = tag_layers;
        // Masks come from the seed, so the loss is the same function at every call.
        options.dropout = Dropout { input: 0.1, layer: 0.2, head: 0.2, word: 0.3, cluster: 0.2, vector: 0.2 };
        let setting = prepare(&options, &train);
        let examples: Vec<&Example> = setting.examples.iter().collect();
        let mut values = start(&setting).unwrap().values;
        let mut random = Random::new(5, 5);
        values.iter_mut().for_each(|value| *value = 0.6 * random.unit() - 0.3);
        let shares = Shares { relation: 0.7, upos: 0.9, feats: 0.4 };
        let run = |values: &[f32], gradient: &mut [f32]| {
            let network = Network::new(&setting.layout, values);
            let batch = Batch {
                network: &network,
                examples: &examples,
                dropout: options.dropout,
                counts: &setting.counts,
                vectors: &setting.vectors,
                fixed: false,
                shares,
                scale: 7.0,
                spans: Batch::spans(&examples),
            };
            let loss = learn(&batch, &mut Random::new(3, 3), gradient);
            loss.mean(shares)
        };
        let mut gradient = vec![0.0; values.len()];
        run(&values, &mut gradient);
        let mut unused = vec![0.0; values.len()];
        for (index, tensor) in setting.layout.tensors.iter().enumerate() {
            let range = setting.layout.range(index);
            // The steepest and some other numbers of each tensor.
            let mut places: Vec<usize> = range.clone().collect();
            places.sort_by(|&a, &b| gradient[b].abs().total_cmp(&gradient[a].abs()));
            for &at in places.iter().take(3).chain(places.iter().skip(3).step_by(7).take(3)) {
                let kept = values[at];
                let mut slope = |width: f32| {
                    values[at] = kept + width;
                    let above = run(&values, &mut unused);
                    values[at] = kept - width;
                    let below = run(&values, &mut unused);
                    values[at] = kept;
                    ((above - below) / (2.0 * f64::from(width))) as f32
                };
                // A wide step may pass the bend of a rectifier, a narrow one drowns in rounding.
                let slopes = [slope(4e-3), slope(1e-3)];
                let near = |&slope: &f32| (slope - gradient[at]).abs() <= 2e-3 + 0.03 * gradient[at].abs();
                assert!(slopes.iter().any(near), "{} {}: {} is not {slopes:?}", tensor.name, at - range.start, gradient[at]);
            }
        }
    }
}

#[test]
fn a_small_treebank_is_learned_by_heart_and_the_file_is_the_same_twice() {
    let bank = Treebank::parse(SAMPLE).unwrap();
    let train: Vec<&GoldSentence> = bank.sentences.iter().collect();
    let mut last = Vec::new();
    let mut run = || {
        super::train(&options(), &train, &[("own", &bank.sentences)], &mut |progress| {
            last = progress.dev;
        })
        .unwrap()
    };
    assert_eq!(run(), run());
    assert_eq!((last[0].1.las, last[0].1.upos, last[0].1.feats), (100.0, 100.0, 100.0));
}

#[test]
fn a_run_that_was_stopped_ends_as_one_that_was_not() {
    let bank = Treebank::parse(SAMPLE).unwrap();
    let train: Vec<&GoldSentence> = bank.sentences.iter().collect();
    let folder = std::env::temp_dir().join(format!("rapporteur-parser-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("checkpoint");
    let whole = super::train(&Options { epochs: 3, ..options() }, &train, &[], &mut |_| ()).unwrap();
    let stopping = Options { epochs: 3, checkpoint: Some(path.clone()), ..options() };
    let setting = prepare(&stopping, &train);
    let mut state = start(&setting).unwrap();
    let all = 3 * batches(&setting, 0).len();
    for batch in batches(&setting, 0) {
        advance(&setting, &mut state, &batch, all);
    }
    state.epoch = 1;
    checkpoint::save(&path, &state).unwrap();
    let resumed = super::train(&stopping, &train, &[], &mut |_| ()).unwrap();
    fs::remove_dir_all(&folder).unwrap();
    assert!(whole == resumed);
}

#[test]
fn a_sentence_is_varied_as_news_would_print_it() {
    let bank = Treebank::parse(SAMPLE).unwrap();
    let train: Vec<&GoldSentence> = bank.sentences.iter().collect();
    let options = options();
    let setting = prepare(&options, &train);
    let mut random = Random::new(1, 1);
    let mut found: Vec<String> = (0..60).map(|_| setting.examples[0].varied(&setting.vocabulary, &mut random).forms.join(" ")).collect();
    found.sort();
    found.dedup();
    let expected =
        ["THE ENVOY LEFT KELM .", "The Envoy Left Kelm", "The Envoy Left Kelm .", "The envoy left Kelm", "the envoy left kelm ."];
    assert_eq!(found, expected);
}

#[test]
fn a_word_that_training_lacks_is_known_by_its_vector() {
    let bank = Treebank::parse(SAMPLE).unwrap();
    let train: Vec<&GoldSentence> = bank.sentences.iter().collect();
    let options = options();
    let setting = prepare(&options, &train);
    let width = options.sizes.word;
    let learned: Vec<f32> = (0..setting.vocabulary.word_rows() * width).map(|at| at as f32).collect();
    let (vocabulary, embeddings) = words_with_vectors(&setting, &learned);
    let row = |vocabulary: &Vocabulary, word: &str| vocabulary.word_row(word) as usize * width;
    assert_eq!(setting.vocabulary.word_row("truce"), 0);
    for (word, from) in [("truce", 0), ("envoy", row(&setting.vocabulary, "envoy")), ("left", row(&setting.vocabulary, "left"))] {
        let at = row(&vocabulary, word);
        assert!(at > 0, "{word}");
        let vector = setting.vectors.vector(setting.vectors.row(word));
        for lane in 0..width {
            assert_eq!(embeddings[at + lane], learned[from + lane] + vector[lane], "{word}");
        }
    }
    assert_eq!(embeddings[..width], learned[..width]);
}
