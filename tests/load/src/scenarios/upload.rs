//! A file of 100 MiB, sent over loopback and kept, beside a plain copy: a socket that is read into a file, which is synced, on
//! the same core. And what the server's memory comes to meanwhile, and afterwards.

use crate::figures::median;
use crate::hosts::{Engine, Hubbub};
use crate::machine::{self, SERVER_CORE};
use crate::people::Community;
use crate::report::{Goal, Report, number};
use crate::setup::Setup;
use anyhow::{Context, Result, bail, ensure};
use rustix::thread::{CpuSet, sched_setaffinity};
use serde_json::json;
use std::fs::File;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const MIB: usize = 1024 * 1024;
/// Memory is looked at so often while a file comes.
const LOOK: Duration = Duration::from_millis(5);

/// What one file took.
struct Once {
    copy_ms: f64,
    upload_ms: f64,
    /// Resident memory of the server above what it was before, in MiB: most of it, and in the end.
    peak: f64,
    left: f64,
}

pub fn run(setup: &Setup) -> Result<Report> {
    let size = if setup.quick { 10 * MIB } else { 100 * MIB };
    let unlimited = [("UPLOAD_PERSON_MIB", "0"), ("UPLOAD_HUB_MIB", "0")];
    let hubbub = Hubbub::start_fresh(setup, Engine::Sqlite, "upload", &unlimited)?;
    let community = hubbub.community(1, 1)?;
    // Whatever is done for the first time is done.
    once(&hubbub, &community, &noise(MIB, 1))?;
    let measured = (0..setup.rounds()).map(|round| once(&hubbub, &community, &noise(size, round as u64 + 2)));
    let measured = measured.collect::<Result<Vec<_>>>()?;
    let of = |each: fn(&Once) -> f64| median(measured.iter().map(each).collect());
    let ratio = of(|once| once.upload_ms / once.copy_ms);
    let (peak, left) = (of(|once| once.peak), of(|once| once.left));
    let mut report = Report::default();
    let row = vec![
        number(size as f64 / MIB as f64),
        number(of(|once| once.copy_ms)),
        number(of(|once| once.upload_ms)),
        number(ratio),
        number(peak),
        number(left),
    ];
    let head =
        ["MiB", "ms, plain copy", "ms, upload", "times as long", "MiB more, most", "MiB more, afterwards"];
    report.table(&head, &[row]);
    report.ratios.insert("upload/copy".to_owned(), 1.0 / ratio);
    report.goal("an upload, by a plain copy", ratio, Goal::AtMost(1.2), " times");
    report.goal("memory while a file comes", peak, Goal::AtMost(8.0), " MiB");
    Ok(report)
}

fn once(hubbub: &Hubbub, community: &Community, bytes: &[u8]) -> Result<Once> {
    let copy_ms = plain_copy(hubbub.data(), bytes)?;
    let pid = hubbub.host.pid();
    let before = machine::resident_kib(pid)? as f64;
    let over = AtomicBool::new(false);
    let (upload_ms, most) = std::thread::scope(|scope| {
        let watch = scope.spawn(|| {
            let mut most = before;
            while !over.load(Ordering::Relaxed) {
                most = machine::resident_kib(pid).map_or(most, |now| most.max(now as f64));
                std::thread::sleep(LOOK);
            }
            most
        });
        let uploaded = upload(hubbub.host.address, community, bytes);
        over.store(true, Ordering::Relaxed);
        (uploaded, watch.join())
    });
    let Ok(most) = most else { bail!("the thread that looks at memory has ended") };
    let left = machine::resident_kib(pid)? as f64;
    let more = |kib: f64| (kib - before) / 1024.0;
    Ok(Once { copy_ms, upload_ms: upload_ms?, peak: more(most), left: more(left) })
}

/// From a socket into a file that is on the disk in the end; milliseconds.
fn plain_copy(directory: &Path, bytes: &[u8]) -> Result<f64> {
    let path = directory.join("plain-copy");
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("listening")?;
    let address = listener.local_addr()?;
    let taken = std::thread::scope(|scope| {
        let taker = scope.spawn(|| take(&listener, &path));
        let begun = Instant::now();
        let mut stream = TcpStream::connect(address).context("connecting")?;
        stream.write_all(bytes)?;
        stream.shutdown(std::net::Shutdown::Write)?;
        // It has said that all is on the disk.
        stream.read_exact(&mut [0])?;
        let ms = begun.elapsed().as_secs_f64() * 1000.0;
        match taker.join() {
            Ok(taken) => taken.map(|taken| (taken, ms)),
            Err(_) => bail!("the thread that copies has ended"),
        }
    });
    let (taken, ms) = taken?;
    ensure!(taken == bytes.len(), "a copy of {taken} bytes");
    std::fs::remove_file(&path)?;
    Ok(ms)
}

fn take(listener: &TcpListener, path: &Path) -> Result<usize> {
    if machine::has_two_cores() {
        let mut core = CpuSet::new();
        core.set(SERVER_CORE);
        sched_setaffinity(None, &core).context("copying on the server's core")?;
    }
    let (mut stream, _) = listener.accept()?;
    let (mut file, mut piece, mut taken) = (File::create(path)?, vec![0; 64 * 1024], 0);
    loop {
        match stream.read(&mut piece)? {
            0 => break,
            read => {
                file.write_all(&piece[..read])?;
                taken += read;
            }
        }
    }
    file.sync_all()?;
    stream.write_all(b".")?;
    Ok(taken)
}

/// In one request, until it is kept; milliseconds.
fn upload(server: SocketAddr, community: &Community, bytes: &[u8]) -> Result<f64> {
    let (cookie, channel) = (&community.cookies[0], community.channels[0]);
    let begin = json!({ "name": "noise.bin", "size": bytes.len() });
    let path = format!("/api/channels/{channel}/uploads");
    let begun = crate::http::Http::to(server).ask("POST", &path, cookie, Some(&begin))?.json()?;
    let id = begun["id"].as_str().context("an upload has an id")?;
    let head = format!(
        "PATCH /api/uploads/{id} HTTP/1.1\r\nHost: {server}\r\nOrigin: http://{server}\r\nCookie: {cookie}\r\n\
         Content-Type: application/offset+octet-stream\r\nUpload-Offset: 0\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n",
        bytes.len()
    );
    let begun = Instant::now();
    let mut stream = TcpStream::connect(server).context("connecting")?;
    stream.write_all(head.as_bytes())?;
    stream.write_all(bytes)?;
    let mut answer = [0; 12];
    stream.read_exact(&mut answer)?;
    let ms = begun.elapsed().as_secs_f64() * 1000.0;
    ensure!(&answer == b"HTTP/1.1 200", "{}", String::from_utf8_lossy(&answer));
    Ok(ms)
}

/// Bytes that are nothing else, and others each time: what is there already is not written again.
fn noise(size: usize, seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut bytes = Vec::with_capacity(size);
    while bytes.len() < size {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend(state.to_le_bytes());
    }
    bytes.truncate(size);
    bytes
}
