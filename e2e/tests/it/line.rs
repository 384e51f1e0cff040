//! A line between browser and city that can be cut.

use anyhow::Result;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// While it is cut every connection ends at once, also the ones that were there.
pub struct Line {
    /// Where the browser goes.
    pub base: String,
    /// Whether it is cut.
    pub cut: watch::Sender<bool>,
}

impl Line {
    /// A line to the city at `base`.
    pub async fn to(base: &str) -> Result<Self> {
        let city = base.trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let base = format!("http://{}", listener.local_addr()?);
        let (cut, state) = watch::channel(false);
        tokio::spawn(async move {
            while let Ok((phone, _)) = listener.accept().await {
                tokio::spawn(carry(phone, city.clone(), state.clone()));
            }
        });
        Ok(Self { base, cut })
    }
}

async fn carry(mut phone: TcpStream, city: String, mut state: watch::Receiver<bool>) {
    if *state.borrow() {
        return;
    }
    let Ok(mut city) = TcpStream::connect(city).await else { return };
    tokio::select! {
        _ = tokio::io::copy_bidirectional(&mut phone, &mut city) => {}
        _ = state.wait_for(|cut| *cut) => {}
    }
}
