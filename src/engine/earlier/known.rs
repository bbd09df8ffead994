//! What earlier results show of the rows of a run.

use std::cmp::Reverse;

use crate::engine::earlier::answers::PlacedRound;
use crate::engine::earlier::remade::RemadeResult;
use crate::engine::earlier::rows::Places;
use crate::engine::known::KnownResults;
use crate::engine::round::Round;
use crate::engine::round::row_ids::RowId;

/// Earlier results by whether they are about rows of this run.
#[derive(Debug, Default)]
pub(super) struct Related<'e> {
    /// The names of those that are, by themselves or through others.
    pub(super) same: Vec<&'e str>,
    /// The names of those that are not.
    pub(super) apart: Vec<&'e str>,
    /// Of those that are: the result, and the places of each term's rows.
    placed: Vec<(&'e RemadeResult, Vec<Vec<usize>>)>,
}

/// The results that have rows in common with these rounds, or with another result that has: linked tables may be linked in a
/// chain.
pub(super) fn known_results<'e>(rounds: &[&Round], earlier: &[&'e RemadeResult]) -> (KnownResults, Related<'e>) {
    let mut all = Places::default();
    let ids = |rounds: &[&Round]| -> Vec<Vec<RowId>> {
        let rows = rounds.iter().map(|round| round.rows.clone());
        rows.map(Option::unwrap_or_default).collect()
    };
    let mut results = vec![ids(rounds)];
    // Earlier files as this run reads them, which tie its groups to theirs, come before results of as many rows.
    let also = rounds.iter().flat_map(|round| &round.also_rows);
    results.extend(also.map(|rows| vec![rows.clone()]));
    let first = results.len();
    results.extend(earlier.iter().map(|one| ids(&one.rounds.iter().collect::<Vec<_>>())));
    // The largest first: what they tell apart stays apart, also where two people answered alike.
    let mut order: Vec<usize> = (0..results.len()).collect();
    order.sort_by_key(|&one| Reverse(results[one].iter().map(Vec::len).sum::<usize>()));
    let mut placed = vec![Vec::new(); results.len()];
    for one in order {
        placed[one] = all.of_all(&results[one].iter().map(Vec::as_slice).collect::<Vec<_>>());
    }
    let of_earlier = placed.split_off(first);
    let places = placed.remove(0);
    let mut reached = vec![false; all.rows()];
    places.iter().flatten().for_each(|&place| reached[place] = true);
    let mut same = vec![false; earlier.len()];
    loop {
        let next =
            (0..earlier.len()).find(|&one| !same[one] && of_earlier[one].iter().flatten().any(|&place| reached[place]));
        let Some(next) = next else { break };
        same[next] = true;
        of_earlier[next]
            .iter()
            .flatten()
            .for_each(|&place| reached[place] = true);
    }
    let mut known = KnownResults {
        rows: all.rows(),
        places,
        earlier: Vec::new(),
        answers: Vec::new(),
    };
    let mut related = Related::default();
    for ((one, places), same) in earlier.iter().zip(of_earlier).zip(same) {
        if same {
            known.earlier.extend(one.earlier(&places, all.rows()));
            related.same.push(&one.name);
            related.placed.push((one, places));
        } else {
            related.apart.push(&one.name);
        }
    }
    if related.same.is_empty() {
        known = KnownResults::default();
    }
    (known, related)
}

/// The same, with the answers behind the results.
pub(super) fn known_answers<'e>(rounds: &[&Round], earlier: &[&'e RemadeResult]) -> (KnownResults, Related<'e>) {
    let (mut known, related) = known_results(rounds, earlier);
    let of_round = |(round, places): (&&Round, &Vec<usize>)| {
        let now = PlacedRound { round, places };
        let of_result = |(one, places): &(&RemadeResult, Vec<Vec<usize>>)| one.answers(now, places, known.rows);
        related.placed.iter().flat_map(of_result).collect()
    };
    known.answers = rounds.iter().zip(&known.places).map(of_round).collect();
    (known, related)
}
