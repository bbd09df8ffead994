//! Recognises headers that ask where a respondent works.

pub(crate) fn names_a_school(words: &[String]) -> bool {
    const NAMES: &[&str] = &[
        "academy",
        "school",
        "academy name",
        "school name",
        "name of academy",
        "name of school",
        "academyname",
        "schoolname",
        "academy school",
        "school academy",
        "academy or school",
        "school or academy",
        "my academy",
        "my school",
        "establishment",
        "establishment name",
        "establishmentname",
        "redcap data access group",
        "data access group",
        "where do you work",
    ];
    const NOUNS: &[&str] = &["academy", "academies", "school", "schools"];
    const ASKING: &[&str] = &[
        "which", "what", "select", "choose", "name", "your", "please", "tick", "pick",
    ];
    // "Which school year do you teach?", "How long have you worked at this school?", "School phase"
    const OTHER: &[&str] = &[
        "phase",
        "type",
        "year",
        "years",
        "role",
        "job",
        "long",
        "subject",
        "key",
        "stage",
        "department",
        "team",
        "best",
        "describes",
        "many",
        "much",
        "email",
        "urn",
        "postcode",
        "improve",
        "well",
        "think",
        "feel",
        "proud",
        // The text next to "Other (please specify)".
        "specify",
    ];
    // "Does your school help you?" asks for an opinion, not for a name.
    const AUXILIARIES: &[&str] = &[
        "am", "are", "can", "could", "did", "do", "does", "has", "have", "is", "should", "was", "were", "will", "would",
    ];
    let numbers = |word: &&String| word.chars().all(|c| c.is_ascii_digit());
    if words
        .iter()
        .find(|word| !numbers(word))
        .is_some_and(|first| AUXILIARIES.contains(&first.as_str()))
    {
        return false;
    }
    let any = |list: &[&str], words: &[String]| words.iter().any(|word| list.contains(&word.as_str()));
    NAMES.contains(&words.join(" ").as_str())
        || words.len() <= 14 && any(NOUNS, words) && any(ASKING, &words[..words.len().min(3)]) && !any(OTHER, words)
}

pub(crate) fn names_a_site(words: &[String]) -> bool {
    const NAMES: &[&str] = &[
        "site",
        "site name",
        "campus",
        "campus name",
        "workplace",
        "place of work",
        "organisation",
        "organization",
        "your site",
    ];
    NAMES.contains(&words.join(" ").as_str())
}

pub(crate) fn is_school_number(words: &[String]) -> bool {
    const NAMES: &[&str] = &[
        "urn",
        "school urn",
        "academy urn",
        "establishment urn",
        "laestab",
        "school laestab",
        "dfe number",
    ];
    NAMES.contains(&words.join(" ").as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::columns::find::words;

    #[test]
    fn headers_that_ask_for_the_academy_are_recognised() {
        for header in [
            "academy",
            "School",
            "Academy name",
            "school_name",
            "Which academy do you work in?",
            "7. Which school do you work at? *",
            "Please select your academy",
            "What is the name of your school?",
            "At which academy are you based?",
            "EstablishmentName",
            "Academy/School",
            "Your academy:",
            "redcap_data_access_group",
        ] {
            assert!(names_a_school(&words(header)), "{header}");
        }
    }

    #[test]
    fn other_questions_about_schools_are_not_the_academy() {
        for header in [
            "School phase",
            "Which school year do you teach?",
            "How long have you worked at this school?",
            "Role in school",
            "Teachers in this school can reach every pupil",
            "My school is well led",
            "Academy URN",
            "What would you improve in your school?",
            "What type of school do you work in?",
            "Does your school help you?",
            "12. Would you choose your academy again?",
        ] {
            assert!(!names_a_school(&words(header)), "{header}");
        }
    }
}
