//! What residents notice: form, documents, fees, deadlines, messages, what is kept.

use super::{Change, Mark, Notes, walk, words};
use crate::model::{Definition, Field, FileField, Options};
use crate::say::Say;
use crate::standard::duration_in_words;

pub(super) fn changes(old: &Definition, new: &Definition) -> Vec<Change> {
    let mut notes = Notes::default();
    head(&mut notes, old, new);
    form(&mut notes, old, new);
    fees(&mut notes, old, new);
    deadlines(&mut notes, old, new);
    ends(&mut notes, old, new);
    letters(&mut notes, old, new);
    messages(&mut notes, old, new);
    kept(&mut notes, old, new);
    notes.0
}

fn head(notes: &mut Notes, old: &Definition, new: &Definition) {
    notes.turned("layanan.nama", ("Nama layanan", "Name of the service"), &Say::same(&old.name), &Say::same(&new.name));
    let kind = |of: &Definition| Say::same(of.kind.key());
    notes.turned("layanan.jenis", ("Jenis", "Kind"), &kind(old), &kind(new));
    let channels = |of: &Definition| Say::same(of.channels.iter().map(|one| one.key()).collect::<Vec<_>>().join(", "));
    notes.turned("layanan.saluran", ("Saluran", "Channels"), &channels(old), &channels(new));
    let (before, after) = (old.reporter, new.reporter);
    for (what, was, is) in [
        (("Boleh tanpa nama", "May be sent without a name"), before.anonymous, after.anonymous),
        (("Boleh dirahasiakan", "May be kept from the public"), before.secret, after.secret),
        (
            ("Nomor HP atau surel wajib", "Mobile number or e-mail required"),
            before.contact_required,
            after.contact_required,
        ),
    ] {
        notes.turned("layanan.pelapor", what, &words::yes_no(was), &words::yes_no(is));
    }
    let proof = |of: &Definition| words::sign_in(of.least_sign_in);
    notes.turned("layanan.masuk.minimal", ("Bukti diri", "Proof of identity"), &proof(old), &proof(new));
    let product = |of: &Definition| Say::same(of.standard.product.clone().unwrap_or_else(|| "–".to_owned()));
    notes.turned("standar.produk", ("Produk", "Product"), &product(old), &product(new));
    let decree = |of: &Definition| {
        of.standard.decree.as_ref().map_or_else(|| Say::new("rancangan", "draft"), |decree| Say::same(&decree.number))
    };
    notes.turned("standar.penetapan", ("Penetapan", "Decree"), &decree(old), &decree(new));
}

fn form(notes: &mut Notes, old: &Definition, new: &Definition) {
    walk(&old.fields, &new.fields, |id, before, after| {
        let resident = |field: Option<&&Field>| field.is_some_and(|field| field.filled_at.is_none());
        let (before, after) =
            (before.filter(|field| resident(Some(field))), after.filter(|field| resident(Some(field))));
        let path = format!("isian.{id}");
        match (before, after) {
            (None, Some(field)) => {
                let must = words::required(new, &field.required);
                let label = &field.label;
                let (id, en) =
                    (format!("Isian baru \"{label}\" ({})", must.id), format!("New field \"{label}\" ({})", must.en));
                notes.add(Mark::Added, path, id, en);
            }
            (Some(field), None) => {
                let label = &field.label;
                notes.add(
                    Mark::Removed,
                    path,
                    format!("Isian \"{label}\" tidak ditanyakan lagi"),
                    format!("Field \"{label}\" is no longer asked for"),
                );
            }
            (Some(before), Some(after)) => field(notes, before, (new, after), &path),
            (None, None) => {}
        }
    });
    walk(&old.files, &new.files, |id, before, after| {
        let path = format!("berkas.{id}");
        match (before, after) {
            (None, Some(file)) => {
                let must = words::required(new, &file.required);
                let label = &file.label;
                let (id, en) =
                    (format!("Berkas baru \"{label}\" ({})", must.id), format!("New file \"{label}\" ({})", must.en));
                notes.add(Mark::Added, path, id, en);
            }
            (Some(file), None) => {
                let label = &file.label;
                notes.add(
                    Mark::Removed,
                    path,
                    format!("Berkas \"{label}\" tidak diminta lagi"),
                    format!("File \"{label}\" is no longer asked for"),
                );
            }
            (Some(before), Some(after)) => file(notes, before, (new, after), &path),
            (None, None) => {}
        }
    });
}

/// Also used for the fields of officers.
pub(super) fn field(notes: &mut Notes, before: &Field, (new, after): (&Definition, &Field), path: &str) {
    let label = &after.label;
    notes.turned(path, ("Pertanyaan", "Question"), &Say::same(&before.label), &Say::same(label));
    let help = |field: &Field| Say::same(field.help.clone().unwrap_or_else(|| "–".to_owned()));
    let about = (format!("\"{label}\""), format!("\"{label}\""));
    let about = (about.0.as_str(), about.1.as_str());
    notes.turned(path, about, &words::kind(&before.kind), &words::kind(&after.kind));
    notes.turned(path, about, &words::required(new, &before.required), &words::required(new, &after.required));
    notes.turned(path, about, &words::shown(new, &before.visible), &words::shown(new, &after.visible));
    let titled = (format!("Bantuan \"{label}\""), format!("Help of \"{label}\""));
    notes.turned(path, (&titled.0, &titled.1), &help(before), &help(after));
    let personal = |field: &Field| words::yes_no(field.personal.is_some());
    let titled = (format!("\"{label}\" data pribadi"), format!("\"{label}\" is personal"));
    notes.turned(path, (&titled.0, &titled.1), &personal(before), &personal(after));
    if let (Some(Options::Inline(was)), Some(Options::Inline(is))) = (before.kind.options(), after.kind.options()) {
        walk(was, is, |id, was, is| {
            let path = format!("{path}.pilihan.{id}");
            match (was, is) {
                (None, Some(text)) => {
                    notes.add(
                        Mark::Added,
                        path,
                        format!("\"{label}\": pilihan baru \"{text}\""),
                        format!("\"{label}\": new option \"{text}\""),
                    );
                }
                (Some(text), None) => {
                    notes.add(
                        Mark::Removed,
                        path,
                        format!("\"{label}\": pilihan \"{text}\" hilang"),
                        format!("\"{label}\": option \"{text}\" is gone"),
                    );
                }
                (Some(was), Some(is)) => notes.turned(&path, about, &Say::same(was), &Say::same(is)),
                (None, None) => {}
            }
        });
    }
}

fn file(notes: &mut Notes, before: &FileField, (new, after): (&Definition, &FileField), path: &str) {
    let label = format!("\"{}\"", after.label);
    let about = (label.as_str(), label.as_str());
    notes.turned(path, ("Berkas", "File"), &Say::same(&before.label), &Say::same(&after.label));
    notes.turned(path, about, &words::required(new, &before.required), &words::required(new, &after.required));
    notes.turned(path, about, &words::shown(new, &before.visible), &words::shown(new, &after.visible));
    let shape = |file: &FileField| {
        let kinds: Vec<&str> = file.kinds.iter().map(|kind| kind.key()).collect();
        let (least, most) = file.count;
        Say::same(format!("{}, {least}–{most} × ≤ {} KB", kinds.join("/"), file.max_bytes / 1024))
    };
    notes.turned(path, about, &shape(before), &shape(after));
}

fn fees(notes: &mut Notes, old: &Definition, new: &Definition) {
    walk(&old.fees.lines, &new.fees.lines, |id, before, after| {
        let path = format!("biaya.{id}");
        match (before, after) {
            (None, Some(line)) => notes.add(
                Mark::Added,
                path,
                format!("Biaya baru \"{}\": {}", line.name, line.formula.source),
                format!("New fee \"{}\": {}", line.name, line.formula.source),
            ),
            (Some(line), None) => {
                notes.add(
                    Mark::Removed,
                    path,
                    format!("Biaya \"{}\" dihapus", line.name),
                    format!("Fee \"{}\" is gone", line.name),
                );
            }
            (Some(before), Some(after)) => {
                let sum = |line: &crate::model::FeeLine| {
                    let least = line.min.map_or_else(String::new, |least| format!(", min Rp{least}"));
                    let free =
                        line.waived.as_ref().map_or_else(String::new, |when| format!(", bebas: {}", when.source));
                    Say::same(format!("{} = {}{least}{free}", line.name, line.formula.source))
                };
                notes.turned(&path, ("Biaya", "Fee"), &sum(before), &sum(after));
            }
            (None, None) => {}
        }
    });
}

fn deadlines(notes: &mut Notes, old: &Definition, new: &Definition) {
    let (before, after) = (&old.deadline, &new.deadline);
    for (path, what, was, is) in [
        ("tenggat.total", ("Selesai paling lambat", "Finished at the latest"), before.total, after.total),
        ("tenggat.verifikasi", ("Batas verifikasi", "Verified within"), before.verification, after.verification),
        ("tenggat.jawaban", ("Batas jawaban pertama", "First answer within"), before.first_answer, after.first_answer),
    ] {
        notes.turned(path, what, &words::time(was), &words::time(is));
    }
    let steps = new.steps.iter().filter(|(_, step)| !step.is_working());
    for (id, step) in steps {
        if let Some(was) = old.steps.get(id).filter(|step| !step.is_working()) {
            let what = (format!("Waktu Anda pada \"{}\"", step.name), format!("Your time at \"{}\"", step.name));
            let (was, is) = (words::deadlines(new, &was.deadlines), words::deadlines(new, &step.deadlines));
            notes.turned(&format!("langkah.{id}.tenggat"), (&what.0, &what.1), &was, &is);
        }
    }
}

fn ends(notes: &mut Notes, old: &Definition, new: &Definition) {
    walk(&old.ends, &new.ends, |id, before, after| {
        let path = format!("akhir.{id}");
        match (before, after) {
            (None, Some(end)) => {
                notes.add(
                    Mark::Added,
                    path,
                    format!("Akhir baru \"{}\"", end.name),
                    format!("New end \"{}\"", end.name),
                );
            }
            (Some(end), None) => {
                notes.add(
                    Mark::Removed,
                    path,
                    format!("Akhir \"{}\" tidak ada lagi", end.name),
                    format!("End \"{}\" is gone", end.name),
                );
            }
            (Some(before), Some(after)) => {
                notes.turned(&path, ("Akhir", "End"), &Say::same(&before.name), &Say::same(&after.name));
                let outcome = |end: &crate::model::End| Say::same(end.outcome.key());
                let what = (format!("\"{}\" dihitung", after.name), format!("\"{}\" counts as", after.name));
                notes.turned(&path, (&what.0, &what.1), &outcome(before), &outcome(after));
                let appeal =
                    |end: &crate::model::End| end.appeal.map_or_else(|| Say::new("tidak", "no"), duration_in_words);
                let what = (format!("Keberatan atas \"{}\"", after.name), format!("Objection to \"{}\"", after.name));
                notes.turned(&path, (&what.0, &what.1), &appeal(before), &appeal(after));
            }
            (None, None) => {}
        }
    });
}

fn letters(notes: &mut Notes, old: &Definition, new: &Definition) {
    walk(&old.letters, &new.letters, |id, before, after| {
        let path = format!("surat.{id}");
        match (before, after) {
            (None, Some(_)) => notes.add(Mark::Added, path, format!("Surat baru `{id}`"), format!("New letter `{id}`")),
            (Some(_), None) => {
                notes.add(
                    Mark::Removed,
                    path,
                    format!("Surat `{id}` tidak dibuat lagi"),
                    format!("Letter `{id}` is no longer made"),
                );
            }
            (Some(before), Some(after)) => {
                let what = (format!("Surat `{id}` berlaku"), format!("Letter `{id}` is valid for"));
                notes.turned(&path, (&what.0, &what.1), &words::time(before.validity), &words::time(after.validity));
            }
            (None, None) => {}
        }
    });
}

fn messages(notes: &mut Notes, old: &Definition, new: &Definition) {
    for (key, template) in &old.messages {
        let path = format!("kabar.\"{key}\"");
        let was = words::text(template);
        match new.messages.get(key) {
            None => notes.add(
                Mark::Removed,
                path,
                format!("Kabar `{key}` tidak dikirim lagi"),
                format!("Message `{key}` is no longer sent"),
            ),
            Some(after) => {
                let what = (format!("Kabar `{key}`"), format!("Message `{key}`"));
                let (was, is) = (Say::same(format!("\"{was}\"")), Say::same(format!("\"{}\"", words::text(after))));
                notes.turned(&path, (&what.0, &what.1), &was, &is);
            }
        }
    }
    for (key, template) in new.messages.iter().filter(|(key, _)| !old.messages.contains_key(*key)) {
        let is = words::text(template);
        notes.add(
            Mark::Added,
            format!("kabar.\"{key}\""),
            format!("Kabar baru `{key}`: \"{is}\""),
            format!("New message `{key}`: \"{is}\""),
        );
    }
}

fn kept(notes: &mut Notes, old: &Definition, new: &Definition) {
    let personal = |of: &Definition| {
        of.retention.personal.map_or_else(
            || Say::new("tidak ditentukan", "not said"),
            |kept| {
                let time = duration_in_words(kept.duration);
                let from =
                    if kept.after_letter { (" setelah surat tidak berlaku", " after the letter") } else { ("", "") };
                Say::new(format!("{}{}", time.id, from.0), format!("{}{}", time.en, from.1))
            },
        )
    };
    notes.turned(
        "simpan.data_pribadi",
        ("Data pribadi disimpan", "Personal data are kept"),
        &personal(old),
        &personal(new),
    );
    let open = |of: &Definition| {
        let items: Vec<String> = of.retention.open.iter().map(super::running::open_item).collect();
        words::names(&items)
    };
    notes.turned("simpan.terbuka", ("Terbuka untuk umum", "Open to everyone"), &open(old), &open(new));
    let twins = |of: &Definition| {
        of.duplicates.as_ref().map_or_else(
            || Say::new("tidak digabung", "not joined"),
            |join| {
                let (metres, time) = (join.radius_m, duration_in_words(join.within));
                let same = join.same.join(", ");
                Say::new(
                    format!("dalam {metres} m, {} ({same})", time.id),
                    format!("within {metres} m, {} ({same})", time.en),
                )
            },
        )
    };
    notes.turned("gabung", ("Laporan kembar", "Double reports"), &twins(old), &twins(new));
}
