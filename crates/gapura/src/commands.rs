//! One file per group of commands; each parses nothing and prints nothing, it returns a report.

mod applications;
mod baselines;
mod care;
mod checker;
mod demo;
mod exchange;
mod feeds;
mod imports;
mod indicators;
mod instruments;
mod layanan;
mod ledger;
mod movement;
mod rehearsal;
mod run;
mod services;
mod setup;
mod staff;
mod templates;
mod watch;

use crate::cli::{Cli, Command, Layanan};
use crate::config::Config;
use crate::data::{self, World};
use crate::report::Outcome;
use crate::serve::House;
use anyhow::Context as _;
use kernel::{Actor, Lang};
use std::path::{Path, PathBuf};

/// What every command may need of the line that was typed.
pub(crate) struct Call {
    pub data: PathBuf,
    pub lang: Lang,
    pub json: bool,
    /// The region meant where an installation serves several.
    pub region: Option<String>,
}

/// Runs what was typed.
pub async fn run(cli: Cli) -> Outcome {
    let lang = Lang::parse(&cli.bahasa).unwrap_or_default();
    let call = Call { data: cli.data, lang, json: cli.json, region: cli.wilayah };
    match cli.command {
        Command::Layanan(Layanan::Cek(cek)) if cek.awasi => watch::run(&cek.berkas, &call.data, lang).await,
        Command::Layanan(Layanan::Cek(cek)) => layanan::check(&cek.berkas, &call.data, lang),
        Command::Layanan(Layanan::Jelaskan { kode }) => {
            checker::explained(definition::explain::all(), "layanan", kode.as_deref(), lang)
        }
        Command::Layanan(Layanan::Skema) => checker::schema(call.json),
        Command::Layanan(Layanan::Uji(uji)) => layanan::proof::scenarios(&uji.berkas, uji.lengkapi, lang),
        Command::Layanan(Layanan::Beda { lama, baru }) => layanan::compare::difference(&lama, &baru, lang),
        Command::Layanan(Layanan::Gambar { berkas, ke }) => layanan::picture::draw(&berkas, ke.as_deref(), lang),
        Command::Layanan(Layanan::Standar(wish)) => layanan::standards::standard(&wish, lang),
        Command::Layanan(Layanan::Baru(wish)) => {
            layanan::begin::begin(&wish, World::real().clock.now().date(kernel::Zone::Wib), lang)
        }
        Command::Layanan(Layanan::Coba { berkas }) => rehearsal::rehearse(&call, &berkas).await,
        Command::Layanan(Layanan::Simulasi { path, jejak }) => layanan::simulate(&path, &jejak),
        Command::Layanan(Layanan::Terbitkan { path }) => services::publish(&call, path.as_deref()).await,
        Command::Layanan(Layanan::Tarik { id }) => services::withdraw(&call, &id).await,
        Command::Layanan(Layanan::Daftar) => services::list(&call).await,
        Command::Instrumen(wish) => instruments::run(wish, lang),
        Command::Indikator(wish) => indicators::run(&call, &wish).await,
        Command::Umpan(wish) => feeds::run(&call, &wish).await,
        Command::Aplikasi(wish) => applications::run(&call, &wish).await,
        Command::Gerakan(wish) => movement::run(&call, &wish).await,
        Command::Pertukaran(wish) => exchange::run(wish, lang),
        Command::Surat(wish) => templates::run(wish, lang),
        Command::Demo(demo) => demo::run(demo, lang).await,
        Command::Init(init) => setup::init(&call, &init).await,
        Command::Migrate => setup::migrate(&call).await,
        Command::Region(region) => setup::region(&call, &region).await,
        Command::Serve(serve) => run::serve(&call, &serve).await,
        Command::Worker => run::worker(&call).await,
        Command::Import(import) => imports::import(&call, &import).await,
        Command::Export(export) => imports::export(&call, &export).await,
        Command::Petugas(petugas) => staff::run(&call, petugas).await,
        Command::Doctor => care::doctor(&call).await,
        Command::Backup { tujuan } => care::backup(&call, &tujuan).await,
        Command::Restore { asal, database } => care::restore(&call, &asal, database.as_deref()).await,
        Command::Kunci(crate::cli::Kunci::Putar { baru }) => care::rotate(&call, &baru).await,
    }
}

/// Opens the installation of a data folder.
pub(crate) async fn house(data: &Path) -> anyhow::Result<House> {
    let config = Config::read(data)?;
    let store = data::open(&config, data).await?;
    House::open(config, data, store, World::real()).await
}

impl Call {
    /// The installation and the region meant.
    pub async fn city(&self) -> anyhow::Result<(House, usize)> {
        let house = house(&self.data).await?;
        let place = match &self.region {
            None => 0,
            Some(code) => {
                let found = house.cities.iter().position(|city| city.regency.code == *code);
                found.ok_or_else(|| {
                    anyhow::anyhow!("wilayah {code} tidak dilayani di sini; lihat: gapura region list")
                })?
            }
        };
        Ok((house, place))
    }
}

/// Who acts at the command line.
pub(crate) const OPERATOR: Actor = Actor::Operator;

/// Writes a file with personal data: readable by its owner alone, and whole or not at all.
pub(crate) fn private(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.sebagian", std::process::id()));
    let part = path.with_file_name(name);
    let write = || -> std::io::Result<()> {
        let mut options = std::fs::OpenOptions::new();
        let mut file = options.write(true).create_new(true).mode(0o600).open(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&part, path)
    };
    let written = write();
    if written.is_err() {
        // What was begun is of no use to anybody; a second failure here changes nothing.
        let _ = std::fs::remove_file(&part);
    }
    written.with_context(|| path.display().to_string())
}

/// A path as it is typed at a shell.
pub(crate) fn shell(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+,:@".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text;
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn a_path_is_quoted_only_where_a_shell_needs_it() {
        let typed = |text: &str| shell(Path::new(text));
        assert_eq!(typed("/srv/kota-1"), "/srv/kota-1");
        assert_eq!(typed("kota kita"), "'kota kita'");
        assert_eq!(typed("kota's"), "'kota'\\''s'");
    }

    #[test]
    fn a_private_file_is_for_its_owner_even_where_another_stood_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keluar.csv");
        std::fs::write(&path, "lama").unwrap();
        private(&path, b"baru").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"baru");
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_private_file_in_no_folder_names_its_path() {
        let error = private(Path::new("/tiada/keluar.csv"), b"").unwrap_err();
        assert!(error.to_string().contains("/tiada/keluar.csv"));
    }
}
