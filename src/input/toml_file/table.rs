//! Reads TOML tables with known keys. Faults are collected and reading goes on, so that one run reports every fault of
//! a file.

use std::collections::HashMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::input::text::nearest_word;
use crate::input::toml_file::fault::{Fault, FaultKind};
use crate::input::toml_file::source::{TomlSource, shown};

/// The keys of one kind of table.
#[derive(Debug)]
pub(crate) struct TableForm {
    /// Its name, as it is written in a file.
    pub(crate) name: &'static str,
    /// The allowed keys.
    pub(crate) keys: &'static [&'static str],
    /// Keys that are not allowed although users may expect them, each with the reason.
    pub(crate) refused: &'static [(&'static str, &'static str)],
}

impl TableForm {
    /// A table with these keys.
    pub(crate) const fn new(name: &'static str, keys: &'static [&'static str]) -> Self {
        Self {
            name,
            keys,
            refused: &[],
        }
    }
}

/// The faults found so far in one file.
#[derive(Debug)]
pub(crate) struct Faults<'s> {
    pub(crate) source: TomlSource<'s>,
    pub(crate) list: Vec<Fault>,
    pub(crate) warnings: Vec<Fault>,
    /// All tables of the file. A misplaced key is referred to the first that has it.
    homes: &'static [&'static TableForm],
}

impl<'s> Faults<'s> {
    /// No faults yet, in a file with these tables.
    pub(crate) fn new(source: TomlSource<'s>, homes: &'static [&'static TableForm]) -> Self {
        Self {
            source,
            homes,
            list: Vec::new(),
            warnings: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, span: &Range<usize>, kind: impl Into<FaultKind>) {
        self.list.push(Fault::at(&self.source, span, kind.into()));
    }

    pub(crate) fn warn(&mut self, span: &Range<usize>, kind: impl Into<FaultKind>) {
        self.warnings.push(Fault::at(&self.source, span, kind.into()));
    }

    pub(crate) fn line(&self, span: &Range<usize>) -> usize {
        self.source.place(span.start).line
    }

    /// True if a text is blank, which is reported as a fault of `what`.
    pub(crate) fn is_blank(&mut self, what: &str, text: &str, span: &Range<usize>) -> bool {
        let blank = text.trim().is_empty();
        if blank {
            self.add(span, FaultKind::EmptyText(what.to_owned()));
        }
        blank
    }

    /// A value as it is written in the file.
    pub(crate) fn written(&self, value: &Spanned<DeValue<'_>>) -> String {
        shown(self.source.text.get(value.span()).unwrap_or("…"))
    }
}

/// The things of one kind that a file declares, each with its first line.
#[derive(Debug)]
pub(crate) struct Declarations {
    /// The kind, for messages.
    what: String,
    /// Advice on a second declaration.
    cure: &'static str,
    /// Offsets of the first declarations. Counting lines takes as long as reading the file.
    first: HashMap<String, usize>,
}

impl Declarations {
    /// No declarations yet.
    pub(crate) fn new(what: impl Into<String>, cure: &'static str) -> Self {
        Self {
            what: what.into(),
            cure,
            first: HashMap::new(),
        }
    }

    /// Adds a declaration. Returns false and reports it if there is one with the same key.
    pub(crate) fn add(&mut self, key: impl Into<String>, found: &Spanned<&str>, faults: &mut Faults) -> bool {
        let (key, span) = (key.into(), found.span());
        let Some(&first) = self.first.get(&key) else {
            self.first.insert(key, span.start);
            return true;
        };
        let first_line = faults.line(&(first..first));
        let fault = FaultKind::Duplicate {
            what: self.what.clone(),
            id: shown(found.get_ref().trim()),
            first_line,
            cure: self.cure,
        };
        faults.add(&span, fault);
        false
    }
}

/// The place of a value, for messages: a description, and the text before the value in an example.
#[derive(Debug, Clone)]
pub(crate) struct Spot {
    what: String,
    before: String,
}

impl Spot {
    /// The value of a key.
    pub(crate) fn key(key: &str) -> Self {
        let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        let plain = !key.is_empty() && key.chars().all(bare);
        let quote = if plain { "" } else { "\"" };
        let key = shown(key);
        Self {
            what: format!("`{key}`"),
            before: format!("{quote}{key}{quote} = "),
        }
    }

    /// A member of a key's list.
    pub(crate) fn member(key: &str) -> Self {
        Self {
            what: format!("each of `{key}`"),
            before: String::new(),
        }
    }

    /// The label of a code.
    pub(crate) fn label(code: i32) -> Self {
        Self {
            what: format!("the label of code {code}"),
            before: format!("{code} = "),
        }
    }

    /// An example line with this value.
    pub(crate) fn example(&self, value: &str) -> String {
        format!("{}{value}", self.before)
    }
}

/// A table that is being read.
#[derive(Debug)]
pub(crate) struct TomlTable<'t> {
    form: &'static TableForm,
    entries: &'t DeTable<'t>,
    /// The span of its header, or of the first character of the file.
    pub(crate) span: Range<usize>,
}

impl<'t> TomlTable<'t> {
    /// Opens a table and reports keys that are not allowed.
    pub(crate) fn open(
        form: &'static TableForm,
        entries: &'t DeTable<'t>,
        span: Range<usize>,
        faults: &mut Faults,
    ) -> Self {
        for (entry_key, _) in entries {
            let found = entry_key.get_ref().as_ref();
            if form.keys.contains(&found) {
                continue;
            }
            if let Some(&(key, why)) = form.refused.iter().find(|(refused, _)| *refused == found) {
                let table = form.name;
                faults.add(&entry_key.span(), FaultKind::Refused { table, key, why });
                continue;
            }
            let nearest = nearest_word(found, form.keys.iter().copied()).map(str::to_owned);
            let home = faults
                .homes
                .iter()
                .find(|home| home.keys.contains(&found) && home.keys != form.keys);
            faults.add(
                &entry_key.span(),
                FaultKind::UnknownKey {
                    table: form.name,
                    key: shown(found),
                    nearest,
                    home: home.map(|home| home.name),
                    known: form.keys,
                },
            );
        }
        Self { form, entries, span }
    }

    /// True if the key occurs, whatever its value.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.value(key).is_some()
    }

    /// The span of the key's value, or of the table's header if the key is missing.
    pub(crate) fn span_of(&self, key: &str) -> Range<usize> {
        self.value(key).map_or_else(|| self.span.clone(), Spanned::span)
    }

    /// Reports a key that is missing.
    pub(crate) fn must_have(&self, key: &'static str, example: &'static str, faults: &mut Faults) {
        if !self.has(key) {
            let table = self.form.name;
            faults.add(&self.span, FaultKind::MissingKey { table, key, example });
        }
    }

    /// Text that is not blank.
    pub(crate) fn text(&self, key: &'static str, faults: &mut Faults) -> Option<Spanned<&'t str>> {
        let value = self.value(key)?;
        let text = text_of(&Spot::key(key), value, faults)?;
        let blank = faults.is_blank(&format!("`{key}`"), text, &value.span());
        (!blank).then(|| Spanned::new(value.span(), text))
    }

    /// Text that is not blank, without its position.
    pub(crate) fn string(&self, key: &'static str, faults: &mut Faults) -> Option<String> {
        self.text(key, faults).map(|text| (*text.get_ref()).to_owned())
    }

    /// Text that is required and not blank.
    pub(crate) fn required_text(
        &self,
        key: &'static str,
        example: &'static str,
        faults: &mut Faults,
    ) -> Option<Spanned<&'t str>> {
        self.must_have(key, example, faults);
        self.text(key, faults)
    }

    /// One of the listed words.
    pub(crate) fn word<T: Copy>(
        &self,
        key: &'static str,
        words: &[(&'static str, T)],
        faults: &mut Faults,
    ) -> Option<T> {
        let value = self.value(key)?;
        let Some(found) = value.get_ref().as_str() else {
            let first = words.first().map_or("…", |(word, _)| word);
            wrong(&Spot::key(key), value, "text", format!("{key} = \"{first}\""), faults);
            return None;
        };
        if let Some(&(_, meaning)) = words.iter().find(|(word, _)| *word == found) {
            return Some(meaning);
        }
        let words: Vec<&'static str> = words.iter().map(|(word, _)| *word).collect();
        faults.add(
            &value.span(),
            FaultKind::NotAWord {
                key,
                found: shown(found),
                nearest: nearest_word(found, words.iter().copied()),
                words,
            },
        );
        None
    }

    /// One of the listed words, itself.
    pub(crate) fn one_of(
        &self,
        key: &'static str,
        words: &[&'static str],
        faults: &mut Faults,
    ) -> Option<&'static str> {
        let words: Vec<_> = words.iter().map(|&word| (word, word)).collect();
        self.word(key, &words, faults)
    }

    /// `true` or `false`.
    pub(crate) fn flag(&self, key: &'static str, faults: &mut Faults) -> Option<bool> {
        let value = self.value(key)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            wrong(
                &Spot::key(key),
                value,
                "`true` or `false`",
                format!("{key} = true"),
                faults,
            );
        }
        flag
    }

    /// An integer that can be a code.
    pub(crate) fn whole(&self, key: &'static str, faults: &mut Faults) -> Option<i32> {
        whole_of(&Spot::key(key), self.value(key)?, faults)
    }

    /// An integer from `least` to `most`.
    pub(crate) fn count(&self, key: &'static str, least: u64, most: u64, faults: &mut Faults) -> Option<u64> {
        count_of(&Spot::key(key), self.value(key)?, least, most, faults)
    }

    /// A number, which may be written without a decimal point.
    pub(crate) fn number(&self, key: &'static str, faults: &mut Faults) -> Option<f64> {
        number_of(&Spot::key(key), self.value(key)?, faults)
    }

    /// A list.
    pub(crate) fn list(
        &self,
        key: &'static str,
        example: &str,
        faults: &mut Faults,
    ) -> Option<Vec<&'t Spanned<DeValue<'t>>>> {
        let value = self.value(key)?;
        let list = value.get_ref().as_array();
        if list.is_none() {
            wrong(&Spot::key(key), value, "a list", example.to_owned(), faults);
        }
        Some(list?.iter().collect())
    }

    /// A list of texts that are not blank, each with its span.
    pub(crate) fn texts(&self, key: &'static str, example: &str, faults: &mut Faults) -> Option<Vec<Spanned<&'t str>>> {
        let mut texts = Vec::new();
        for member in self.list(key, example, faults)? {
            let Some(text) = text_of(&Spot::member(key), member, faults) else {
                continue;
            };
            if !faults.is_blank(&format!("a member of `{key}`"), text, &member.span()) {
                texts.push(Spanned::new(member.span(), text));
            }
        }
        Some(texts)
    }

    /// The value, unchecked.
    pub(crate) fn value(&self, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.entries.get(key)
    }

    /// A table with the given keys.
    pub(crate) fn table(
        &self,
        key: &'static str,
        form: &'static TableForm,
        faults: &mut Faults,
    ) -> Option<TomlTable<'t>> {
        let value = self.value(key)?;
        let Some(entries) = value.get_ref().as_table() else {
            wrong(
                &Spot::key(key),
                value,
                "a table",
                form.name.trim_matches('`').to_owned(),
                faults,
            );
            return None;
        };
        Some(Self::open(form, entries, value.span(), faults))
    }

    /// A list of tables with the given keys.
    pub(crate) fn tables(
        &self,
        key: &'static str,
        form: &'static TableForm,
        faults: &mut Faults,
    ) -> Vec<TomlTable<'t>> {
        let Some(value) = self.value(key) else {
            return Vec::new();
        };
        let example = || form.name.trim_matches('`').to_owned();
        let Some(list) = value.get_ref().as_array() else {
            wrong(&Spot::key(key), value, "a list of tables", example(), faults);
            return Vec::new();
        };
        let mut tables = Vec::with_capacity(list.len());
        for member in list {
            match member.get_ref().as_table() {
                Some(entries) => tables.push(Self::open(form, entries, member.span(), faults)),
                None => wrong(&Spot::key(key), member, "a list of tables", example(), faults),
            }
        }
        tables
    }

    /// The entries of a table whose keys are free, in file order.
    pub(crate) fn free(&self, key: &'static str, faults: &mut Faults) -> Option<Vec<Entry<'t>>> {
        let value = self.value(key)?;
        let Some(entries) = value.get_ref().as_table() else {
            let header = format!("[{}.{key}]", self.form.name.trim_matches(['`', '[', ']']));
            wrong(&Spot::key(key), value, "a table", header, faults);
            return None;
        };
        Some(in_file_order(entries))
    }
}

/// A key and its value.
pub(crate) type Entry<'t> = (Spanned<&'t str>, &'t Spanned<DeValue<'t>>);

/// The entries of a table in file order, which the TOML parser's map does not preserve.
pub(crate) fn in_file_order<'t>(entries: &'t DeTable<'t>) -> Vec<Entry<'t>> {
    let mut list: Vec<Entry<'t>> = entries
        .iter()
        .map(|(key, value)| (Spanned::new(key.span(), key.get_ref().as_ref()), value))
        .collect();
    list.sort_by_key(|(key, _)| key.span().start);
    list
}

/// The value as text.
pub(crate) fn text_of<'t>(spot: &Spot, value: &'t Spanned<DeValue<'t>>, faults: &mut Faults) -> Option<&'t str> {
    let text = value.get_ref().as_str();
    if text.is_none() {
        let quoted = match value.get_ref() {
            DeValue::Array(_) | DeValue::Table(_) => "\"…\"".to_owned(),
            _ => format!("\"{}\"", faults.written(value)),
        };
        wrong(spot, value, "text", spot.example(&quoted), faults);
    }
    text
}

/// The value as an integer that can be a code.
pub(crate) fn whole_of(spot: &Spot, value: &Spanned<DeValue<'_>>, faults: &mut Faults) -> Option<i32> {
    let Some(integer) = value.get_ref().as_integer() else {
        let meant = match value.get_ref() {
            DeValue::String(text) => text.trim().parse::<i32>().ok(),
            DeValue::Float(float) => float.as_str().strip_suffix(".0").and_then(|whole| whole.parse().ok()),
            _ => None,
        };
        let example = spot.example(&meant.unwrap_or(1).to_string());
        wrong(spot, value, "a whole number", example, faults);
        return None;
    };
    let number = i32::from_str_radix(integer.as_str(), integer.radix()).ok();
    if number.is_none() {
        let (what, found) = (spot.what.clone(), faults.written(value));
        faults.add(&value.span(), FaultKind::TooLarge { what, found });
    }
    number
}

/// The value as an integer from `least` to `most`.
pub(crate) fn count_of(
    spot: &Spot,
    value: &Spanned<DeValue<'_>>,
    least: u64,
    most: u64,
    faults: &mut Faults,
) -> Option<u64> {
    let Some(integer) = value.get_ref().as_integer() else {
        let meant = value
            .get_ref()
            .as_str()
            .and_then(|text| text.trim().parse::<u64>().ok());
        let example = spot.example(&meant.unwrap_or(least).clamp(least, most).to_string());
        wrong(spot, value, "a whole number", example, faults);
        return None;
    };
    let number = u64::from_str_radix(integer.as_str(), integer.radix()).ok();
    let number = number.filter(|number| (least..=most).contains(number));
    if number.is_none() {
        let (what, found) = (spot.what.clone(), faults.written(value));
        faults.add(
            &value.span(),
            FaultKind::OutOfBounds {
                what,
                found,
                least,
                most,
            },
        );
    }
    number
}

/// The value as a number.
pub(crate) fn number_of(spot: &Spot, value: &Spanned<DeValue<'_>>, faults: &mut Faults) -> Option<f64> {
    let number = match value.get_ref() {
        DeValue::Float(float) => float.as_str().parse().ok(),
        DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix())
            .ok()
            .map(|whole| whole as f64),
        _ => None,
    };
    if number.is_none() {
        let meant = value.get_ref().as_str().map(str::trim);
        let meant = meant.filter(|text| text.parse::<f64>().is_ok_and(f64::is_finite));
        wrong(spot, value, "a number", spot.example(meant.unwrap_or("0.8")), faults);
    }
    number
}

/// Reports a value of the wrong type.
pub(crate) fn wrong(
    spot: &Spot,
    value: &Spanned<DeValue<'_>>,
    wanted: &'static str,
    example: String,
    faults: &mut Faults,
) {
    let found = match value.get_ref() {
        DeValue::String(text) => format!("the text `{}`", shown(text)),
        DeValue::Integer(_) | DeValue::Float(_) => format!("the number `{}`", faults.written(value)),
        DeValue::Boolean(flag) => format!("`{flag}`"),
        DeValue::Datetime(_) => format!("the date or time `{}`", faults.written(value)),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    };
    faults.add(
        &value.span(),
        FaultKind::WrongType {
            what: spot.what.clone(),
            wanted,
            found,
            example,
        },
    );
}
