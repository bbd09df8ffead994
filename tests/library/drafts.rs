//! How much `cte instrument new` finds: over simulated questionnaires of every kind of scale in five languages, and in the layouts of survey
//! tools. Each draft must also score its file at once.

use std::fmt::Write as _;

use cte::input::instrument::parse;
use cte::input::{MemoryFile, ReadOptions, draft_questionnaire, read};
use cte::tally::MISSING;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};
use rand_pcg::Pcg64;

/// Questionnaires of each kind of scale in each language.
const EACH: u64 = 10;

/// A language, and scales of each kind as forms write them: labels from low to high, parted by `|`.
struct Language {
    name: &'static str,
    scales: [&'static [&'static str]; 5],
    /// Beginnings and ends of statements; any two make one.
    statements: [[&'static str; 6]; 2],
    stem: &'static str,
    no_answer: &'static str,
}

const KINDS: [&str; 5] = ["agreement", "frequency", "extent", "satisfaction", "confidence"];

const LANGUAGES: [Language; 5] = [
    Language {
        name: "English",
        scales: [
            &[
                "Strongly disagree|Disagree|Neither agree nor disagree|Agree|Strongly agree",
                "strongly disagree|somewhat disagree|somewhat agree|strongly agree",
                "Strongly disagree|Disagree|Slightly disagree|Slightly agree|Agree|Strongly agree",
                "Disagree strongly|Disagree|Agree|Agree strongly",
                "Strongly Disagree|Tend to Disagree|Neutral|Tend to Agree|Strongly Agree",
                "Strongly disagree|Disagree|Slightly disagree|Neither agree nor disagree|Slightly agree|Agree|Strongly agree",
            ],
            &[
                "Never|Rarely|Sometimes|Often|Always",
                "Never|Sometimes|Often|Always",
                "Never|Seldom|Occasionally|Frequently|Very frequently",
                "None of the time|A little of the time|Some of the time|Most of the time|All of the time",
            ],
            &[
                "Not at all|A little|Somewhat|Quite a bit|Very much",
                "Not at all|To a small extent|To some extent|To a large extent",
                "Not at all|Slightly|Moderately|Very|Extremely",
                "Nothing|Very little|Some influence|Quite a bit|A great deal",
            ],
            &[
                "Very dissatisfied|Dissatisfied|Neither satisfied nor dissatisfied|Satisfied|Very satisfied",
                "Very dissatisfied|Somewhat dissatisfied|Somewhat satisfied|Very satisfied",
                "Extremely dissatisfied|Fairly dissatisfied|Neutral|Fairly satisfied|Extremely satisfied",
            ],
            &[
                "Not at all confident|Slightly confident|Somewhat confident|Fairly confident|Very confident",
                "Not confident|Somewhat confident|Confident|Very confident",
                "Not at all confident|Not very confident|Fairly confident|Very confident",
            ],
        ],
        statements: [
            [
                "We",
                "Our team",
                "Leaders here",
                "Teachers in our school",
                "The governors",
                "Support staff",
            ],
            [
                "help every pupil to make progress.",
                "plan lessons together",
                "learn from each other's work",
                "stay calm when things are hard",
                "talk openly about mistakes (and mend them)",
                "do not give up on a pupil",
            ],
        ],
        stem: "How far do the following apply?",
        no_answer: "Don't know",
    },
    Language {
        name: "Welsh",
        scales: [
            &[
                "Anghytuno'n gryf|Anghytuno|Ddim yn cytuno nac yn anghytuno|Cytuno|Cytuno'n gryf",
                "Anghytuno’n gryf|Anghytuno|Cytuno|Cytuno’n gryf",
                "Anghytuno'n gryf|Tueddu i anghytuno|Niwtral|Tueddu i gytuno|Cytuno'n gryf",
            ],
            &[
                "Byth|Anaml|Weithiau|Yn aml|Bob amser",
                "Byth|Weithiau|Yn aml|Bob amser",
                "Byth|Yn anaml|Weithiau|Yn aml|Yn aml iawn",
            ],
            &[
                "Dim o gwbl|Ychydig|Rhywfaint|Llawer",
                "Dim o gwbl|Ychydig|I raddau|I raddau helaeth|I raddau helaeth iawn",
            ],
            &[
                "Anfodlon iawn|Anfodlon|Ddim yn fodlon nac yn anfodlon|Bodlon|Bodlon iawn",
                "Anfodlon iawn|Anfodlon|Bodlon|Bodlon iawn",
            ],
            &[
                "Ddim yn hyderus o gwbl|Ychydig yn hyderus|Eithaf hyderus|Hyderus iawn",
                "Ddim yn hyderus o gwbl|Ychydig yn hyderus|Eithaf hyderus|Hyderus|Hyderus iawn",
            ],
        ],
        statements: [
            [
                "Rydym ni",
                "Mae ein tîm",
                "Mae arweinwyr",
                "Mae athrawon",
                "Mae llywodraethwyr",
                "Mae staff cymorth",
            ],
            [
                "yn helpu pob disgybl",
                "yn cynllunio gwersi gyda'n gilydd",
                "yn dysgu oddi wrth ein gilydd",
                "yn aros yn bwyllog",
                "yn siarad yn agored am gamgymeriadau",
                "yn disgwyl llawer gan bawb",
            ],
        ],
        stem: "I ba raddau y mae hyn yn wir?",
        no_answer: "Ddim yn gwybod",
    },
    Language {
        name: "German",
        scales: [
            &[
                "Stimme überhaupt nicht zu|Stimme eher nicht zu|Teils, teils|Stimme eher zu|Stimme voll und ganz zu",
                "trifft nicht zu|trifft eher nicht zu|trifft eher zu|trifft zu",
                "Stimme nicht zu|Stimme eher nicht zu|Stimme eher zu|Stimme zu",
                "Stimme überhaupt nicht zu|Stimme nicht zu|Weder noch|Stimme zu|Stimme voll und ganz zu",
            ],
            &[
                "Nie|Selten|Manchmal|Oft|Immer",
                "nie|selten|gelegentlich|häufig|immer",
                "Nie|Manchmal|Häufig|Immer",
            ],
            &[
                "Gar nicht|Wenig|Mittelmäßig|Ziemlich|Sehr",
                "Überhaupt nicht|Etwas|Ziemlich|Sehr",
                "gar nicht|kaum|teilweise|ziemlich|völlig",
            ],
            &[
                "Sehr unzufrieden|Unzufrieden|Weder zufrieden noch unzufrieden|Zufrieden|Sehr zufrieden",
                "Sehr unzufrieden|Eher unzufrieden|Eher zufrieden|Sehr zufrieden",
            ],
            &[
                "Gar nicht sicher|Wenig sicher|Etwas sicher|Ziemlich sicher|Sehr sicher",
                "Überhaupt nicht zuversichtlich|Eher nicht zuversichtlich|Eher zuversichtlich|Sehr zuversichtlich",
            ],
        ],
        statements: [
            [
                "Wir",
                "Unser Team und ich",
                "Die Leitungen",
                "Die Lehrkräfte",
                "Die Kollegen",
                "Die Fachkräfte",
            ],
            [
                "helfen allen Kindern weiter",
                "planen den Unterricht gemeinsam",
                "lernen voneinander",
                "bleiben auch bei Streit ruhig",
                "sprechen offen über Fehler",
                "geben nie auf",
            ],
        ],
        stem: "Wie sehr trifft das zu?",
        no_answer: "Weiß nicht",
    },
    Language {
        name: "French",
        scales: [
            &[
                "Pas du tout d'accord|Pas d'accord|Ni d'accord ni pas d'accord|D'accord|Tout à fait d'accord",
                "Pas du tout d’accord|Plutôt pas d’accord|Plutôt d’accord|Tout à fait d’accord",
                "Fortement en désaccord|En désaccord|Neutre|D'accord|Fortement d'accord",
            ],
            &[
                "Jamais|Rarement|Parfois|Souvent|Toujours",
                "jamais|parfois|souvent|toujours",
                "Jamais|Rarement|De temps en temps|Souvent|Très souvent",
            ],
            &[
                "Pas du tout|Un peu|Moyennement|Beaucoup|Énormément",
                "Pas du tout|Un peu|Assez|Beaucoup",
                "Pas du tout|Très peu|Un peu|Assez|Beaucoup",
            ],
            &[
                "Très insatisfait|Insatisfait|Ni satisfait ni insatisfait|Satisfait|Très satisfait",
                "Pas du tout satisfait(e)|Peu satisfait(e)|Assez satisfait(e)|Très satisfait(e)",
            ],
            &[
                "Pas du tout confiant|Peu confiant|Moyennement confiant|Assez confiant|Très confiant",
                "Pas du tout sûr(e)|Peu sûr(e)|Assez sûr(e)|Très sûr(e)",
            ],
        ],
        statements: [
            [
                "Nous autres",
                "Les membres de l'équipe",
                "Les responsables",
                "Les enseignants",
                "Les gouverneurs",
                "Les assistants",
            ],
            [
                "aident chaque élève à progresser",
                "préparent les cours ensemble",
                "apprennent les uns des autres",
                "restent calmes",
                "parlent ouvertement des erreurs",
                "n'abandonnent jamais",
            ],
        ],
        stem: "Dans quelle mesure êtes-vous d'accord ?",
        no_answer: "Ne sais pas",
    },
    Language {
        name: "Spanish",
        scales: [
            &[
                "Totalmente en desacuerdo|En desacuerdo|Ni de acuerdo ni en desacuerdo|De acuerdo|Totalmente de acuerdo",
                "Muy en desacuerdo|En desacuerdo|De acuerdo|Muy de acuerdo",
                "muy en desacuerdo|algo en desacuerdo|algo de acuerdo|muy de acuerdo",
            ],
            &[
                "Nunca|Rara vez|A veces|A menudo|Siempre",
                "Nunca|Casi nunca|A veces|Casi siempre|Siempre",
                "nunca|a veces|con frecuencia|siempre",
            ],
            &[
                "Nada|Un poco|Moderadamente|Bastante|Mucho",
                "Nada|Poco|Algo|Bastante|Mucho",
                "Nada|Poco|Bastante|Mucho",
            ],
            &[
                "Muy insatisfecho|Insatisfecho|Ni satisfecho ni insatisfecho|Satisfecho|Muy satisfecho",
                "Nada satisfecho/a|Poco satisfecho/a|Bastante satisfecho/a|Muy satisfecho/a",
            ],
            &[
                "Nada seguro|Poco seguro|Algo seguro|Bastante seguro|Muy seguro",
                "Nada seguro/a|Poco seguro/a|Bastante seguro/a|Muy seguro/a",
            ],
        ],
        statements: [
            [
                "Nosotros y nosotras",
                "Los equipos",
                "Los directivos",
                "Los profesores",
                "Los responsables",
                "Los ayudantes",
            ],
            [
                "ayudan a cada alumno",
                "preparan las clases juntos",
                "aprenden unos de otros",
                "mantienen la calma",
                "hablan abiertamente de los errores",
                "nunca se rinden",
            ],
        ],
        stem: "¿Hasta qué punto está de acuerdo?",
        no_answer: "No sabe",
    },
];

/// How the questions are headed.
#[derive(Debug, Clone, Copy)]
enum Heading {
    Text,
    Numbered,
    StemInFront,
    InBrackets,
    Code,
}

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Label,
    Number,
    NumberAndLabel,
    LabelAndNumber,
}

/// A simulated questionnaire with its responses.
struct Simulated {
    file: String,
    headers: Vec<String>,
    labels: Vec<String>,
    form: Form,
    /// For each respondent the codes from 1, or `None`.
    codes: Vec<Vec<Option<usize>>>,
}

fn simulated(language: &Language, kind: usize, draw: &mut Pcg64) -> Simulated {
    const HEADINGS: [Heading; 5] = [
        Heading::Text,
        Heading::Numbered,
        Heading::StemInFront,
        Heading::InBrackets,
        Heading::Code,
    ];
    const FORMS: [Form; 5] = [
        Form::Label,
        Form::Label,
        Form::Number,
        Form::NumberAndLabel,
        Form::LabelAndNumber,
    ];
    let heading = *HEADINGS.choose(draw).expect("a heading");
    let form = *FORMS.choose(draw).expect("a form");
    let scale = language.scales[kind].choose(draw).expect("a scale");
    let labels: Vec<String> = scale.split('|').map(str::to_owned).collect();
    let k = draw.random_range(4..=25);
    let [starts, ends] = &language.statements;
    let mut statements: Vec<String> = starts
        .iter()
        .flat_map(|start| ends.iter().map(move |end| format!("{start} {end}")))
        .collect();
    while statements.len() > k {
        statements.remove(draw.random_range(0..statements.len()));
    }
    let header = |(place, text): (usize, &String)| {
        let number = place + 1;
        match heading {
            Heading::Text => text.clone(),
            Heading::Numbered => format!("{number}. {text}"),
            Heading::StemInFront => format!("{}: {text}", language.stem),
            Heading::InBrackets => format!("{} [{text}]", language.stem),
            Heading::Code => format!("Q{number}"),
        }
    };
    let headers: Vec<String> = statements.iter().enumerate().map(header).collect();
    // In a third of the files nobody chose the lowest answer. Every other is chosen.
    let lowest = usize::from(draw.random_range(0..3) == 0);
    let n = draw.random_range(25..120);
    let mut codes: Vec<Vec<Option<usize>>> = (0..n)
        .map(|_| {
            let answer = |draw: &mut Pcg64| {
                draw.random_range(lowest..labels.len())
                    .max(draw.random_range(lowest..labels.len()))
                    + 1
            };
            (0..k)
                .map(|_| (draw.random_range(0..30) > 0).then(|| answer(draw)))
                .collect()
        })
        .collect();
    for code in lowest + 1..=labels.len() {
        codes[code][code % k] = Some(code);
    }
    let written = |code: usize| match form {
        Form::Label => labels[code - 1].clone(),
        Form::Number => code.to_string(),
        Form::NumberAndLabel => format!("{code} - {}", labels[code - 1]),
        Form::LabelAndNumber => format!("{} ({code})", labels[code - 1]),
    };
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut file = "Timestamp,Email,Your school,Role".to_owned();
    for header in &headers {
        let _ = write!(file, ",{}", quoted(header));
    }
    file.push_str(",Anything to add?,Years here\n");
    for (row, answers) in codes.iter().enumerate() {
        let school = ["Oak Primary", "Elm Academy", "Ash High"][row % 3];
        let role = ["Teacher", "Support", "Leader"][row * 7 % 5 % 3];
        let _ = write!(
            file,
            "2026-10-{:02} 09:00:00,r{row}@x.org,{school},{role}",
            row % 28 + 1
        );
        for answer in answers {
            let text = match answer {
                Some(code) => written(*code),
                None if row % 2 == 0 && form != Form::Number => language.no_answer.to_owned(),
                None => String::new(),
            };
            let _ = write!(file, ",{}", quoted(&text));
        }
        let _ = writeln!(file, ",comment number {row} of many,{}", row % 31);
    }
    Simulated {
        file,
        headers,
        labels,
        form,
        codes,
    }
}

/// What a draft found.
#[derive(Default)]
struct Measured {
    items: usize,
    found: usize,
    faults: Vec<String>,
}

fn measure(simulated: &Simulated, name: &str, measured: &mut Measured) {
    let file = MemoryFile {
        name: "our.csv".to_owned(),
        bytes: simulated.file.clone().into_bytes(),
    };
    let options = ReadOptions::default();
    measured.items += simulated.headers.len();
    let faults = &mut measured.faults;
    let mut fault = |what: String| faults.push(format!("{name} ({:?}): {what}", simulated.form));
    let draft = match draft_questionnaire(&file, "our", &options) {
        Ok(draft) => draft,
        Err(error) => return fault(error.to_string()),
    };
    let instrument = match parse(&draft.text, "our.toml") {
        Ok(instrument) => instrument,
        Err(error) => return fault(format!("{error}")),
    };
    for item in instrument.items() {
        // A label that nobody chose cannot show which apostrophe the form has.
        let plain = |label: &String| label.replace('’', "'");
        let labels: Vec<String> = item.response.labels.values().map(plain).collect();
        if simulated.form != Form::Number && !labels.iter().cloned().eq(simulated.labels.iter().map(plain)) {
            fault(format!("labels {labels:?} instead of {:?}", simulated.labels));
            break;
        }
        if item.reversed {
            fault(format!("{} is reversed", item.id));
        }
    }
    let survey = match read(std::slice::from_ref(&file), &instrument, &options) {
        Ok(survey) => survey,
        Err(error) => return fault(error.to_string()),
    };
    let columns = &survey.files[0].columns;
    let headers: Vec<&String> = columns.iter().map(|column| &column.header).collect();
    // The items begin in the fifth column, `E`.
    let place = |letter: &str| {
        let number = letter
            .bytes()
            .fold(0, |number, letter| number * 26 + usize::from(letter - b'A') + 1);
        number.checked_sub(5).filter(|place| *place < simulated.headers.len())
    };
    let places: Vec<Option<usize>> = columns.iter().map(|column| place(&column.letter)).collect();
    for (item, place) in places.iter().enumerate() {
        let Some(place) = place else {
            fault(format!("`{}` is no item", headers[item]));
            continue;
        };
        measured.found += 1;
        let min = instrument.items()[item].response.range.min();
        let code = |place: u8| (place != MISSING).then(|| i32::from(place) + min);
        let read = survey.responses.column(item).iter().map(|place| code(*place));
        let wanted = simulated
            .codes
            .iter()
            .map(|answers| answers[*place].and_then(|code| i32::try_from(code).ok()));
        let is_wrong = |(read, wanted): (Option<i32>, Option<i32>)| wanted.is_some() && read != wanted;
        if let Some(row) = read.zip(wanted).position(is_wrong) {
            fault(format!("row {row} of `{}` is read wrongly", headers[item]));
            break;
        }
    }
}

#[test]
fn a_draft_finds_the_items_the_labels_and_their_order_in_five_languages() {
    let mut measured = Measured::default();
    for (at, language) in LANGUAGES.iter().enumerate() {
        for (kind, name) in KINDS.iter().enumerate() {
            for number in 0..EACH {
                let seed = at as u64 * 1000 + kind as u64 * 100 + number;
                let simulated = simulated(language, kind, &mut Pcg64::seed_from_u64(seed));
                measure(&simulated, &format!("{} {name} {number}", language.name), &mut measured);
            }
        }
    }
    let Measured { items, found, faults } = measured;
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert!(found * 100 >= items * 95, "{found} of {items} items");
}
