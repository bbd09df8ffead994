//! One output in view of the outputs published before it.

use crate::disclosure::crossed::plan_alone;
use crate::disclosure::guard::disclosed_earlier::disclosed_earlier;
use crate::disclosure::guard::repair::repair;
use crate::disclosure::margins::linked_scales;
use crate::disclosure::outputs::{GuardedSet, shared_bases};
use crate::disclosure::term::OwnPlan;
use crate::disclosure::{EarlierOutput, GroupedStudy, Guarded, NewOutput, Policy};

/// Makes the plans of a survey in view of earlier outputs about the same people.
#[must_use]
pub fn guard(survey: &GroupedStudy<'_>, policy: Policy, current: &NewOutput, earlier: &[EarlierOutput]) -> Guarded {
    let own_plan = |scales: &[usize]| {
        let (plan, margins) = plan_alone(survey, scales, policy);
        OwnPlan {
            plan,
            margins,
            order: &[],
        }
    };
    guarded_sets(survey, policy, current, earlier, &own_plan)
}

/// The guarded plan of each set of linked scales; `own_plan` makes the plan of a set by itself.
pub(super) fn guarded_sets<'s>(
    survey: &GroupedStudy<'_>,
    policy: Policy,
    current: &NewOutput,
    earlier: &[EarlierOutput],
    own_plan: &dyn Fn(&[usize]) -> OwnPlan<'s>,
) -> Guarded {
    let sets = linked_scales(&survey.academies).into_iter().map(|scales| {
        let OwnPlan { margins, plan, order } = own_plan(&scales);
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
