//! Reads a schema file.

use crate::error::{CodegenError, Result};
use crate::model::{Field, Kind, Message, Role, Section, Struct, Unit};
use crate::versions::Versions;

/// Reads the text of one schema file; `file` is its name, for errors.
pub fn parse_unit(file: &str, text: &str) -> Result<Unit> {
    let mut lines = Vec::new();
    for (number, raw) in text.lines().enumerate() {
        let bare = raw.split('#').next().unwrap_or_default().trim_end();
        if !bare.is_empty() {
            let words: Vec<&str> = bare.split_whitespace().collect();
            lines.push(Line { number: number + 1, indent: bare.len() - bare.trim_start().len(), words });
        }
    }
    Parser { file, lines, at: 0 }.unit()
}

struct Line<'a> {
    number: usize,
    indent: usize,
    words: Vec<&'a str>,
}

struct Parser<'a> {
    file: &'a str,
    lines: Vec<Line<'a>>,
    at: usize,
}

impl<'a> Parser<'a> {
    /// An error about the line at hand, or about the end of the file.
    fn bad(&self, found: impl Into<String>) -> CodegenError {
        let last = self.lines.last().map_or(1, |l| l.number);
        let line = self.lines.get(self.at).map_or(last, |l| l.number);
        CodegenError::Schema { file: self.file.to_string(), line, found: found.into() }
    }

    fn peek(&self, indent: usize) -> Option<&Line<'a>> {
        self.lines.get(self.at).filter(|line| line.indent == indent)
    }

    fn unit(&mut self) -> Result<Unit> {
        let Some(first) = self.peek(0) else { return Err(self.bad("the first line must name the section")) };
        let [section, key, name] = first.words[..] else {
            return Err(self.bad("expected `SECTION KEY NAME`"));
        };
        let section = Section::ALL.into_iter().find(|s| s.keyword() == section);
        let section = section.ok_or_else(|| self.bad("unknown section"))?;
        let mut unit = Unit {
            section,
            name: name.to_string(),
            key: match key {
                "-" => None,
                key => Some(key.parse().map_err(|_| self.bad(format!("`{key}` is no key")))?),
            },
            listeners: Vec::new(),
            unstable_latest: false,
            deprecated: Versions::NONE,
            messages: Vec::new(),
        };
        self.at += 1;
        self.facts(&mut unit)?;
        while self.at < self.lines.len() {
            let message = self.message()?;
            unit.messages.push(message);
        }
        Ok(unit)
    }

    fn facts(&mut self, unit: &mut Unit) -> Result<()> {
        while let Some(line) = self.peek(0) {
            match line.words[..] {
                ["listeners", ref names @ ..] => {
                    unit.listeners = names.iter().map(|n| (*n).to_string()).collect();
                }
                ["deprecated", versions] => unit.deprecated = self.versions(versions)?,
                ["unstable-latest"] => unit.unstable_latest = true,
                _ => break,
            }
            self.at += 1;
        }
        Ok(())
    }

    fn message(&mut self) -> Result<Message> {
        let Some(line) = self.peek(0) else { return Err(self.bad("expected a message")) };
        let (role, name, versions, flexible) = match line.words[..] {
            [role, name, versions] => (role, name, versions, "none"),
            [role, name, versions, "flexible", flexible] => (role, name, versions, flexible),
            _ => return Err(self.bad("expected `ROLE NAME VERSIONS [flexible VERSIONS]`")),
        };
        let role = Role::ALL.into_iter().find(|r| r.keyword() == role);
        let role = role.ok_or_else(|| self.bad("unknown role"))?;
        let mut message = Message {
            role,
            name: name.to_string(),
            versions: self.versions(versions)?,
            flexible: self.versions(flexible)?,
            fields: Vec::new(),
            structs: Vec::new(),
        };
        self.at += 1;
        message.fields = self.fields(2, &mut message.structs)?;
        while let Some(line) = self.peek(2) {
            let ["struct", name] = line.words[..] else { return Err(self.bad("expected a field")) };
            self.at += 1;
            let at = message.structs.len();
            let fields = self.fields(4, &mut message.structs)?;
            message.structs.insert(at, Struct { name: name.to_string(), fields });
        }
        if self.lines.get(self.at).is_some_and(|line| line.indent != 0) {
            return Err(self.bad("indentation that belongs to nothing"));
        }
        self.complete(&message)?;
        Ok(message)
    }

    fn fields(&mut self, indent: usize, structs: &mut Vec<Struct>) -> Result<Vec<Field>> {
        let mut fields = Vec::new();
        while let Some(line) = self.peek(indent) {
            if line.words[0] == "struct" {
                break;
            }
            let field = self.field(&line.words)?;
            self.at += 1;
            if self.lines.get(self.at).is_some_and(|next| next.indent == indent + 2) {
                let Some(name) = field.kind.struct_name() else {
                    return Err(self.bad(format!("{} is no struct and has no fields", field.name)));
                };
                let at = structs.len();
                let inner = self.fields(indent + 2, structs)?;
                structs.insert(at, Struct { name: name.to_string(), fields: inner });
            }
            fields.push(field);
        }
        Ok(fields)
    }

    fn field(&self, words: &[&str]) -> Result<Field> {
        let [name, kind, versions, rest @ ..] = words else {
            return Err(self.bad("expected `NAME TYPE VERSIONS`"));
        };
        let mut field = Field {
            name: (*name).to_string(),
            kind: Kind::parse(kind).ok_or_else(|| self.bad(format!("unknown type `{kind}`")))?,
            versions: self.versions(versions)?,
            nullable: Versions::NONE,
            tag: None,
            default: None,
            ignorable: false,
            map_key: false,
            classic: false,
        };
        let mut rest = rest;
        if let ["null", versions, tail @ ..] = rest {
            field.nullable = self.versions(versions)?;
            rest = tail;
        }
        if let ["tag", tag, tail @ ..] = rest {
            field.tag = Some(tag.parse().map_err(|_| self.bad(format!("`{tag}` is no tag")))?);
            rest = tail;
        }
        if let ["default", value, tail @ ..] = rest {
            field.default = Some((*value).to_string());
            rest = tail;
        }
        for (word, flag) in [
            ("ignorable", &mut field.ignorable),
            ("key", &mut field.map_key),
            ("classic", &mut field.classic),
        ] {
            if let [first, tail @ ..] = rest
                && *first == word
            {
                *flag = true;
                rest = tail;
            }
        }
        match rest {
            [] => Ok(field),
            [word, ..] => Err(self.bad(format!("`{word}` is unknown, twice there or out of order"))),
        }
    }

    fn versions(&self, text: &str) -> Result<Versions> {
        Versions::parse(text).map_err(|e| self.bad(e.to_string()))
    }

    fn complete(&self, message: &Message) -> Result<()> {
        let all = message.structs.iter().flat_map(|s| &s.fields).chain(&message.fields);
        for field in all {
            if let Some(name) = field.kind.struct_name()
                && message.find(name).is_none()
            {
                return Err(self.bad(format!("{} names the unknown struct {name}", field.name)));
            }
        }
        Ok(())
    }
}
