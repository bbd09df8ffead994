//! How often a question is said to differ between academies more than its scale does although none does, and how often one that does is
//! found and named. A plain run tries a small fixed sample of the usual survey; `CTE_ATTACK_FULL=1` tries 1,000 of every kind, and prints
//! the tables of docs/statistics.md.

use cte::stats::{Draws, FactorModel, OrdinalAnswers, cluster_biases};

/// Fifteen academies of 12 to 60 staff.
const MIXED: &[usize] = &[12, 15, 18, 20, 24, 28, 32, 36, 40, 44, 48, 50, 54, 58, 60];

/// What kind of survey is simulated.
#[derive(Clone, Copy)]
struct Design {
    name: &'static str,
    /// People of each academy.
    sizes: &'static [usize],
    items: usize,
    /// Share of the variance of attitudes between academies.
    icc: f64,
    /// Where the middle of the answers is, in standard deviations above the middle of the scale.
    level: f64,
    /// Variance between academies of one item beyond its factor; the item's variance is 1 without it.
    own: f64,
}

const USUAL: Design = Design {
    name: "15 academies of 12 to 60, 12 items, ICC .09",
    sizes: MIXED,
    items: 12,
    icc: 0.09,
    level: 0.7,
    own: 0.0,
};

const OTHERS: [Design; 10] = [
    Design {
        name: "the same, ICC 0",
        icc: 0.0,
        ..USUAL
    },
    Design {
        name: "the same, ICC .24",
        icc: 0.24,
        ..USUAL
    },
    Design {
        name: "the same, 6 items",
        items: 6,
        ..USUAL
    },
    Design {
        name: "the same, a mean of about 5.4",
        level: 1.8,
        ..USUAL
    },
    Design {
        name: "the same, ICC .24 and a mean of about 5.4",
        icc: 0.24,
        level: 1.8,
        ..USUAL
    },
    Design {
        name: "the same, ICC .24 and a mean of about 5.6",
        icc: 0.24,
        level: 2.1,
        ..USUAL
    },
    Design {
        name: "15 academies of 30",
        sizes: &[30; 15],
        ..USUAL
    },
    Design {
        name: "12 academies of 12, 3 of 150",
        sizes: &[12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 150, 150, 150],
        ..USUAL
    },
    Design {
        name: "8 academies of 30",
        sizes: &[30; 8],
        ..USUAL
    },
    Design {
        name: "40 academies of 30",
        sizes: &[30; 40],
        ..USUAL
    },
];

const BIASED: Design = Design { own: 0.1, ..USUAL };

const OTHERS_BIASED: [Design; 4] = [
    Design {
        name: "the same, 6 items",
        items: 6,
        ..BIASED
    },
    Design {
        name: "the same, variance .05",
        own: 0.05,
        ..BIASED
    },
    Design {
        name: "the same, variance .05, 6 items",
        own: 0.05,
        items: 6,
        ..BIASED
    },
    Design {
        name: "the same, a mean of about 5.4",
        level: 1.8,
        ..BIASED
    },
];

impl Design {
    /// The item with a part of its own in each academy.
    fn biased_item(&self) -> usize {
        self.items / 2
    }

    fn draw(&self, seed: u64) -> (OrdinalAnswers, Vec<usize>) {
        let mut draws = Draws::of(seed, &[]);
        let last = (self.items - 1) as f64;
        let (mut columns, mut clusters) = (vec![Vec::new(); self.items], Vec::new());
        for (academy, &size) in self.sizes.iter().enumerate() {
            let (level, own) = (self.icc.sqrt() * draws.normal(), self.own.sqrt() * draws.normal());
            for _ in 0..size {
                let attitude = level + (1.0 - self.icc).sqrt() * draws.normal();
                clusters.push(academy);
                for (item, column) in columns.iter_mut().enumerate() {
                    let loading = 0.55 + 0.25 * item as f64 / last;
                    // Items are not equally easy to agree with.
                    let ease = self.level + 0.8 * (((item * 7) % self.items) as f64 / last - 0.5);
                    let noise = (1.0 - loading * loading).sqrt() * draws.normal();
                    let beyond = if item == self.biased_item() { own } else { 0.0 };
                    let y = loading * attitude + noise + ease + beyond;
                    let passed = [-1.6, -0.8, 0.0, 0.8, 1.6].iter().filter(|&&cut| y > cut).count();
                    column.push(u8::try_from(passed).expect("a code"));
                }
            }
        }
        let answers = OrdinalAnswers::new(columns, vec![6; self.items]).expect("answers");
        (answers, clusters)
    }
}

/// In how many surveys any item is said to differ, and in how many the right one is the first to be named.
#[derive(Debug, Default)]
struct Found {
    any: u32,
    named: u32,
}

impl Found {
    fn row(&self, design: Design, surveys: u32) -> String {
        let any = share(self.any, surveys);
        if design.own > 0.0 {
            format!("| {} | {any:.3} | {:.3} |", design.name, share(self.named, self.any))
        } else {
            format!("| {} | {any:.3} |", design.name)
        }
    }
}

fn simulate(design: Design, surveys: u32) -> Found {
    let model = FactorModel::one_factor(design.items).expect("a model");
    let mut found = Found::default();
    for seed in 0..surveys {
        let (answers, clusters) = design.draw(u64::from(seed));
        let different = cluster_biases(&model, &answers, &clusters, design.items)
            .expect("tests")
            .different;
        found.any += u32::from(!different.is_empty());
        found.named += u32::from(different.first() == Some(&design.biased_item()));
    }
    found
}

fn share(count: u32, surveys: u32) -> f64 {
    f64::from(count) / f64::from(surveys)
}

#[test]
#[expect(clippy::print_stderr, reason = "a full run is for its table")]
fn questions_rarely_differ_between_academies_by_chance_and_one_that_does_is_found() {
    let is_full = std::env::var_os("CTE_ATTACK_FULL").is_some();
    let surveys = if is_full { 1000 } else { 60 };
    let plain = simulate(USUAL, surveys);
    eprintln!("{}", plain.row(USUAL, surveys));
    let biased = simulate(BIASED, surveys);
    eprintln!("{}", biased.row(BIASED, surveys));
    // Of 60 surveys, 8 would be called different by chance once in 100 runs if 5 % were.
    let most = if is_full { 0.06 } else { 0.12 };
    assert!(share(plain.any, surveys) <= most, "{plain:?}");
    assert!(share(biased.any, surveys) >= 0.8, "{biased:?}");
    assert!(share(biased.named, biased.any) >= 0.9, "{biased:?}");
    for design in OTHERS.into_iter().chain(OTHERS_BIASED).filter(|_| is_full) {
        eprintln!("{}", simulate(design, surveys).row(design, surveys));
    }
}
