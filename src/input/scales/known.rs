//! Whole answer scales that forms use, from low to high. They give the labels that nobody chose.

use crate::input::scales::meaning::wording;

/// The scales, each from its lowest label to its highest, parted by `|`. Where two have the labels that were seen and as few others, the first counts.
const KNOWN: &[&str] = &[
    // Agreement: English, Welsh, German, French, Spanish, and so in each kind.
    "Strongly disagree | Disagree | Neither agree nor disagree | Agree | Strongly agree",
    "Strongly disagree | Disagree | Neutral | Agree | Strongly agree",
    "Strongly disagree | Disagree | Unsure | Agree | Strongly agree",
    "Strongly disagree | Disagree | Undecided | Agree | Strongly agree",
    "Strongly disagree | Disagree | Agree | Strongly agree",
    "Strongly disagree | Tend to disagree | Neither agree nor disagree | Tend to agree | Strongly agree",
    "Strongly disagree | Tend to disagree | Tend to agree | Strongly agree",
    "Strongly disagree | Somewhat disagree | Neither agree nor disagree | Somewhat agree | Strongly agree",
    "Strongly disagree | Somewhat disagree | Somewhat agree | Strongly agree",
    "Completely disagree | Mostly disagree | Slightly disagree | Slightly agree | Mostly agree | Completely agree",
    "Strongly disagree | Disagree | Slightly disagree | Slightly agree | Agree | Strongly agree",
    "Strongly disagree | Disagree | Somewhat disagree | Somewhat agree | Agree | Strongly agree",
    "Strongly disagree | Moderately disagree | Slightly disagree | Slightly agree | Moderately agree | Strongly agree",
    "Strongly disagree | Disagree | Slightly disagree | Neither agree nor disagree | Slightly agree | Agree | Strongly agree",
    "Strongly disagree | Disagree | Somewhat disagree | Neither agree nor disagree | Somewhat agree | Agree | Strongly agree",
    "Anghytuno'n gryf | Anghytuno | Ddim yn cytuno nac yn anghytuno | Cytuno | Cytuno'n gryf",
    "Anghytuno'n gryf | Anghytuno | Niwtral | Cytuno | Cytuno'n gryf",
    "Anghytuno'n gryf | Anghytuno | Cytuno | Cytuno'n gryf",
    "Anghytuno'n gryf | Tueddu i anghytuno | Niwtral | Tueddu i gytuno | Cytuno'n gryf",
    "Anghytuno'n gryf | Tueddu i anghytuno | Ddim yn cytuno nac yn anghytuno | Tueddu i gytuno | Cytuno'n gryf",
    "Anghytuno'n gryf | Anghytuno | Anghytuno i raddau | Cytuno i raddau | Cytuno | Cytuno'n gryf",
    "Anghytuno'n llwyr | Anghytuno | Anghytuno ychydig | Cytuno ychydig | Cytuno | Cytuno'n llwyr",
    "Stimme überhaupt nicht zu | Stimme eher nicht zu | Teils, teils | Stimme eher zu | Stimme voll und ganz zu",
    "Stimme überhaupt nicht zu | Stimme nicht zu | Weder noch | Stimme zu | Stimme voll und ganz zu",
    "Stimme gar nicht zu | Stimme eher nicht zu | Teils, teils | Stimme eher zu | Stimme völlig zu",
    "Stimme nicht zu | Stimme eher nicht zu | Stimme eher zu | Stimme zu",
    "Stimme überhaupt nicht zu | Stimme eher nicht zu | Stimme eher zu | Stimme voll und ganz zu",
    "Stimme überhaupt nicht zu | Stimme nicht zu | Stimme eher nicht zu | Stimme eher zu | Stimme zu | Stimme voll und ganz zu",
    "Trifft überhaupt nicht zu | Trifft eher nicht zu | Teils, teils | Trifft eher zu | Trifft voll und ganz zu",
    "Trifft gar nicht zu | Trifft eher nicht zu | Teils, teils | Trifft eher zu | Trifft völlig zu",
    "Trifft nicht zu | Trifft eher nicht zu | Trifft eher zu | Trifft zu",
    "Trifft überhaupt nicht zu | Trifft eher nicht zu | Trifft eher zu | Trifft voll und ganz zu",
    "Pas du tout d'accord | Pas d'accord | Ni d'accord ni pas d'accord | D'accord | Tout à fait d'accord",
    "Pas du tout d'accord | Plutôt pas d'accord | Ni d'accord ni pas d'accord | Plutôt d'accord | Tout à fait d'accord",
    "Pas du tout d'accord | Plutôt pas d'accord | Plutôt d'accord | Tout à fait d'accord",
    "Pas du tout d'accord | Pas d'accord | Neutre | D'accord | Tout à fait d'accord",
    "Pas du tout d'accord | Pas d'accord | Plutôt pas d'accord | Plutôt d'accord | D'accord | Tout à fait d'accord",
    "Fortement en désaccord | En désaccord | Neutre | D'accord | Fortement d'accord",
    "Fortement en désaccord | En désaccord | Ni d'accord ni en désaccord | D'accord | Fortement d'accord",
    "Totalmente en desacuerdo | En desacuerdo | Ni de acuerdo ni en desacuerdo | De acuerdo | Totalmente de acuerdo",
    "Muy en desacuerdo | En desacuerdo | Ni de acuerdo ni en desacuerdo | De acuerdo | Muy de acuerdo",
    "Muy en desacuerdo | En desacuerdo | Neutral | De acuerdo | Muy de acuerdo",
    "Muy en desacuerdo | En desacuerdo | De acuerdo | Muy de acuerdo",
    "Muy en desacuerdo | Algo en desacuerdo | Algo de acuerdo | Muy de acuerdo",
    "Totalmente en desacuerdo | En desacuerdo | De acuerdo | Totalmente de acuerdo",
    "Totalmente en desacuerdo | En desacuerdo | Algo en desacuerdo | Algo de acuerdo | De acuerdo | Totalmente de acuerdo",
    // Frequency
    "Never | Rarely | Sometimes | Often | Always",
    "Never | Seldom | Sometimes | Often | Always",
    "Never | Seldom | Occasionally | Frequently | Very frequently",
    "Never | Rarely | Sometimes | Usually | Always",
    "Never | Rarely | Sometimes | Very often | Always",
    "Never | Sometimes | Often | Always",
    "Never | Rarely | Occasionally | Often | Very often",
    "Never | Almost never | Sometimes | Fairly often | Very often",
    "Never | Rarely | Occasionally | Frequently | Very frequently",
    "Never | Rarely | Sometimes | Often | Very often | Always",
    "Never | Almost never | Rarely | Sometimes | Often | Very often | Always",
    "None of the time | A little of the time | Some of the time | Most of the time | All of the time",
    "None of the time | Rarely | Some of the time | Often | All of the time",
    "At no time | Some of the time | Less than half of the time | More than half of the time | Most of the time | All of the time",
    "Byth | Anaml | Weithiau | Yn aml | Bob amser",
    "Byth | Yn anaml | Weithiau | Yn aml | Bob amser",
    "Byth | Weithiau | Yn aml | Bob amser",
    "Byth | Bron byth | Weithiau | Yn aml | Yn aml iawn",
    "Byth | Yn anaml | Weithiau | Yn aml | Yn aml iawn",
    "Nie | Selten | Manchmal | Oft | Immer",
    "Nie | Selten | Manchmal | Häufig | Immer",
    "Nie | Manchmal | Oft | Immer",
    "Nie | Manchmal | Häufig | Immer",
    "Nie | Selten | Gelegentlich | Häufig | Immer",
    "Nie | Selten | Gelegentlich | Oft | Sehr oft",
    "Nie | Selten | Gelegentlich | Oft | Immer",
    "Nie | Selten | Manchmal | Oft | Sehr oft | Immer",
    "Jamais | Rarement | Parfois | Souvent | Toujours",
    "Jamais | Rarement | Quelquefois | Souvent | Toujours",
    "Jamais | Parfois | Souvent | Toujours",
    "Jamais | Rarement | Parfois | Souvent | Très souvent",
    "Jamais | Rarement | De temps en temps | Souvent | Toujours",
    "Nunca | Rara vez | A veces | A menudo | Siempre",
    "Nunca | Raramente | A veces | A menudo | Siempre",
    "Nunca | Casi nunca | A veces | Casi siempre | Siempre",
    "Nunca | A veces | A menudo | Siempre",
    "Nunca | Rara vez | Algunas veces | Frecuentemente | Siempre",
    "Nunca | Rara vez | A veces | Frecuentemente | Siempre",
    // Extent
    "Not at all | A little | Somewhat | Quite a bit | Very much",
    "Not at all | Slightly | Moderately | Very | Extremely",
    "Not at all | A little | Moderately | Quite a bit | Extremely",
    "Not at all | A little | A moderate amount | A lot | A great deal",
    "Not at all | To a small extent | To some extent | To a large extent | To a very large extent",
    "Not at all | To a small extent | To a moderate extent | To a great extent | To a very great extent",
    "Not at all | To a small extent | To some extent | To a great extent",
    "Not at all | To some extent | To a moderate extent | To a large extent",
    "Not at all | Very little | To some extent | Quite a bit | A great deal",
    "Not at all | Very little | Some degree | Quite a bit | A great deal",
    "Nothing | Very little | Some influence | Quite a bit | A great deal",
    "Not at all | A little | Quite a bit | A lot",
    "Not at all | A little | Some | A lot",
    "Dim o gwbl | Ychydig | Rhywfaint | Llawer",
    "Dim o gwbl | Ychydig | I raddau | I raddau helaeth | I raddau helaeth iawn",
    "Dim o gwbl | Ychydig iawn | Rhywfaint | Llawer | Yn llwyr",
    "Gar nicht | Wenig | Mittelmäßig | Ziemlich | Sehr",
    "Überhaupt nicht | Wenig | Mittelmäßig | Ziemlich | Sehr",
    "Gar nicht | Kaum | Teilweise | Ziemlich | Völlig",
    "Gar nicht | Wenig | Etwas | Ziemlich | Sehr",
    "Überhaupt nicht | Etwas | Ziemlich | Sehr",
    "Gar nicht | Etwas | Stark | Sehr stark",
    "Pas du tout | Un peu | Moyennement | Beaucoup | Énormément",
    "Pas du tout | Un peu | Assez | Beaucoup | Énormément",
    "Pas du tout | Peu | Moyennement | Beaucoup | Tout à fait",
    "Pas du tout | Un peu | Assez | Beaucoup",
    "Pas du tout | Très peu | Un peu | Assez | Beaucoup",
    "Pas du tout | Plutôt | Tout à fait",
    "Nada | Un poco | Moderadamente | Bastante | Mucho",
    "Nada | Poco | Algo | Bastante | Mucho",
    "Nada | Un poco | Bastante | Mucho",
    "Nada | Poco | Bastante | Mucho",
    "Nada | Muy poco | Algo | Bastante | Totalmente",
    "Nada | Poco | Bastante | Mucho | Totalmente",
    // Satisfaction
    "Very dissatisfied | Dissatisfied | Neither satisfied nor dissatisfied | Satisfied | Very satisfied",
    "Very dissatisfied | Dissatisfied | Neutral | Satisfied | Very satisfied",
    "Very dissatisfied | Dissatisfied | Satisfied | Very satisfied",
    "Very dissatisfied | Fairly dissatisfied | Neither satisfied nor dissatisfied | Fairly satisfied | Very satisfied",
    "Very dissatisfied | Somewhat dissatisfied | Neither satisfied nor dissatisfied | Somewhat satisfied | Very satisfied",
    "Very dissatisfied | Somewhat dissatisfied | Somewhat satisfied | Very satisfied",
    "Extremely dissatisfied | Somewhat dissatisfied | Neither satisfied nor dissatisfied | Somewhat satisfied | Extremely satisfied",
    "Very dissatisfied | Dissatisfied | Slightly dissatisfied | Slightly satisfied | Satisfied | Very satisfied",
    "Very unhappy | Unhappy | Neither happy nor unhappy | Happy | Very happy",
    "Not at all satisfied | Slightly satisfied | Moderately satisfied | Very satisfied | Extremely satisfied",
    "Anfodlon iawn | Anfodlon | Ddim yn fodlon nac yn anfodlon | Bodlon | Bodlon iawn",
    "Anfodlon iawn | Anfodlon | Niwtral | Bodlon | Bodlon iawn",
    "Anfodlon iawn | Anfodlon | Bodlon | Bodlon iawn",
    "Anfodlon iawn | Eithaf anfodlon | Ddim yn fodlon nac yn anfodlon | Eithaf bodlon | Bodlon iawn",
    "Sehr unzufrieden | Unzufrieden | Weder zufrieden noch unzufrieden | Zufrieden | Sehr zufrieden",
    "Sehr unzufrieden | Eher unzufrieden | Teils, teils | Eher zufrieden | Sehr zufrieden",
    "Sehr unzufrieden | Unzufrieden | Teils, teils | Zufrieden | Sehr zufrieden",
    "Sehr unzufrieden | Eher unzufrieden | Eher zufrieden | Sehr zufrieden",
    "Sehr unzufrieden | Unzufrieden | Neutral | Zufrieden | Sehr zufrieden",
    "Très insatisfait | Insatisfait | Ni satisfait ni insatisfait | Satisfait | Très satisfait",
    "Très insatisfait | Plutôt insatisfait | Ni satisfait ni insatisfait | Plutôt satisfait | Très satisfait",
    "Très insatisfait | Insatisfait | Neutre | Satisfait | Très satisfait",
    "Très insatisfait | Plutôt insatisfait | Plutôt satisfait | Très satisfait",
    "Pas du tout satisfait | Peu satisfait | Assez satisfait | Très satisfait",
    "Pas du tout satisfait | Plutôt pas satisfait | Plutôt satisfait | Tout à fait satisfait",
    "Muy insatisfecho | Insatisfecho | Ni satisfecho ni insatisfecho | Satisfecho | Muy satisfecho",
    "Muy insatisfecho | Insatisfecho | Neutral | Satisfecho | Muy satisfecho",
    "Muy insatisfecho | Algo insatisfecho | Ni satisfecho ni insatisfecho | Algo satisfecho | Muy satisfecho",
    "Muy insatisfecho | Insatisfecho | Satisfecho | Muy satisfecho",
    "Nada satisfecho | Poco satisfecho | Bastante satisfecho | Muy satisfecho",
    // Confidence
    "Not at all confident | Slightly confident | Somewhat confident | Fairly confident | Very confident",
    "Not at all confident | Slightly confident | Moderately confident | Very confident | Extremely confident",
    "Not at all confident | Not very confident | Fairly confident | Very confident",
    "Not at all confident | A little confident | Fairly confident | Very confident",
    "Not confident | Somewhat confident | Confident | Very confident",
    "Not at all confident | Slightly confident | Somewhat confident | Quite confident | Extremely confident",
    "Not at all confident | Not very confident | Somewhat confident | Confident | Very confident",
    "Ddim yn hyderus o gwbl | Ychydig yn hyderus | Eithaf hyderus | Hyderus | Hyderus iawn",
    "Ddim yn hyderus o gwbl | Ddim yn hyderus iawn | Eithaf hyderus | Hyderus iawn",
    "Ddim yn hyderus o gwbl | Ychydig yn hyderus | Eithaf hyderus | Hyderus iawn",
    "Gar nicht sicher | Wenig sicher | Etwas sicher | Ziemlich sicher | Sehr sicher",
    "Überhaupt nicht sicher | Eher nicht sicher | Eher sicher | Sehr sicher",
    "Gar nicht sicher | Wenig sicher | Ziemlich sicher | Sehr sicher",
    "Überhaupt nicht zuversichtlich | Eher nicht zuversichtlich | Eher zuversichtlich | Sehr zuversichtlich",
    "Überhaupt nicht zuversichtlich | Wenig zuversichtlich | Etwas zuversichtlich | Ziemlich zuversichtlich | Sehr zuversichtlich",
    "Pas du tout confiant | Peu confiant | Moyennement confiant | Assez confiant | Très confiant",
    "Pas du tout confiant | Peu confiant | Assez confiant | Très confiant",
    "Pas du tout confiant | Un peu confiant | Plutôt confiant | Très confiant | Tout à fait confiant",
    "Pas du tout sûr | Peu sûr | Assez sûr | Très sûr",
    "Nada seguro | Poco seguro | Algo seguro | Bastante seguro | Muy seguro",
    "Nada seguro | Poco seguro | Bastante seguro | Muy seguro",
    "Nada seguro | Algo seguro | Seguro | Muy seguro | Totalmente seguro",
    "Nada confiado | Poco confiado | Algo confiado | Bastante confiado | Muy confiado",
    // Quality
    "Very poor | Poor | Fair | Good | Very good",
    "Poor | Fair | Good | Very good | Excellent",
    "Very poor | Poor | Average | Good | Excellent",
];

/// Endings that a form writes for both genders.
const GENDERS: [&str; 3] = ["(e)", "·e", "/a"];

/// The known scale that has all of some labels without a gap and the fewest others, from low to high: seen labels in their own spelling. `None` if
/// no known scale has them all, or if there are fewer than two.
pub(crate) fn whole_scale(seen: &[String]) -> Option<Vec<String>> {
    if seen.len() < 2 {
        return None;
    }
    let own: Vec<String> = seen.iter().map(|label| wording(label)).collect();
    let known = KNOWN.iter().map(|scale| scale.split(" | ").collect::<Vec<&str>>());
    // Nobody chose some at an end. Where one between others is lacking, the form has another scale.
    let fits = |scale: &Vec<&str>| {
        let is_seen: Vec<bool> = scale.iter().map(|known| own.contains(&wording(known))).collect();
        let first = is_seen.iter().position(|seen| *seen).unwrap_or(0);
        let last = is_seen.iter().rposition(|seen| *seen).unwrap_or(0);
        last + 1 - first == own.len() && is_seen.iter().filter(|seen| **seen).count() == own.len()
    };
    let scale = known.filter(fits).min_by_key(Vec::len)?;
    let suffix = GENDERS
        .iter()
        .find(|suffix| seen.iter().all(|label| label.ends_with(**suffix)));
    let is_lower = seen.iter().all(|label| label.starts_with(char::is_lowercase));
    let spelt = |known: &&str| {
        let of_file = own.iter().position(|label| wording(known) == *label);
        match of_file {
            Some(place) => seen[place].clone(),
            None if is_lower => known.to_lowercase() + suffix.unwrap_or(&""),
            None => (*known).to_owned() + suffix.unwrap_or(&""),
        }
    };
    Some(scale.iter().map(spelt).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::scales::rising;

    fn owned(labels: &[&str]) -> Vec<String> {
        labels.iter().map(|label| (*label).to_owned()).collect()
    }

    #[test]
    fn every_known_scale_rises_by_its_words() {
        for scale in KNOWN {
            let labels = owned(&scale.split(" | ").collect::<Vec<_>>());
            assert_eq!(rising(&labels), Some(labels), "{scale:?}");
        }
    }

    #[test]
    fn labels_that_nobody_chose_come_from_the_scale_with_the_fewest_of_them() {
        let whole = |labels: &[&str]| whole_scale(&owned(labels));
        let rarely = ["Never", "Rarely", "Sometimes", "Often", "Always"];
        assert_eq!(whole(&["Often", "Always", "Rarely", "Sometimes"]), Some(owned(&rarely)));
        assert_eq!(
            whole(&["stimme eher zu", "stimme zu", "stimme eher nicht zu"]),
            Some(owned(&[
                "stimme nicht zu",
                "stimme eher nicht zu",
                "stimme eher zu",
                "stimme zu"
            ]))
        );
        assert_eq!(whole(&["Strongly agree", "Oak"]), None);
    }
}
