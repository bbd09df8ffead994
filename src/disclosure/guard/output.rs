//! One output in view of the outputs published before it.

use crate::disclosure::crossed::plan_alone;
use crate::disclosure::guard::disclosed_earlier::disclosed_earlier;
use crate::disclosure::guard::repair::repair;
use crate::disclosure::margins::linked_scales;
use crate::disclosure::outputs::{GuardedSet, shared_bases};
use crate::disclosure::term::Start;
use crate::disclosure::{EarlierOutput, GroupedStudy, Guarded, NewOutput, Policy};

/// Decides what may be shown of a survey beside earlier outputs of the same rows.
#[must_use]
pub fn guard(survey: &GroupedStudy<'_>, policy: Policy, current: &NewOutput, earlier: &[EarlierOutput]) -> Guarded {
    let start = |scales: &[usize]| {
        let (plan, margins) = plan_alone(survey, scales, policy);
        Start {
            plan,
            margins,
            order: &[],
        }
    };
    guarded_sets(survey, policy, current, earlier, &start)
}

/// The guarded plan of each set of linked scales; `start` makes the plan and margins that the set has by itself.
pub(super) fn guarded_sets<'s>(
    survey: &GroupedStudy<'_>,
    policy: Policy,
    current: &NewOutput,
    earlier: &[EarlierOutput],
    start: &dyn Fn(&[usize]) -> Start<'s>,
) -> Guarded {
    let sets = linked_scales(&survey.academies).into_iter().map(|scales| {
        let Start { margins, plan, order } = start(&scales);
        let bases = if policy.unsuppressed {
            Vec::new()
        } else {
            shared_bases(&scales, current, earlier)
        };
        let mut set = GuardedSet {
            scales,
            plan: plan.clone(),
            alone: plan,
            because: Vec::new(),
            disclosed_earlier: disclosed_earlier(&bases, current, earlier, policy.min_group),
            least: policy.min_group,
            bases,
        };
        repair(&mut set, margins, order, current, earlier);
        set
    });
    Guarded {
        sets: sets.collect(),
        shared: false,
    }
}
