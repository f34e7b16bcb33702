//! What goes with a message: pictures, which keep their place until they are there; players; files to save.
//!
//! A picture is a link to itself, so that it can be seen before the app is there. Then a touch opens it over all.

use crate::components::icon::icon;
use crate::state::escape;
use crate::words::files as words;
use hubbub_shared::model::{Attachment, Picture};
use sycamore::prelude::*;

/// What the server makes of pictures fits into so many pixels each way.
const PREVIEW: u32 = 480;
const SCREEN: u32 = 1600;
/// A single picture is shown as large as this at most, and others in rows of two and three, in CSS pixels.
const SINGLE: (u32, u32) = (416, 320);
const OF_TWO: u32 = 206;

/// Draws what goes with a message.
pub fn files<'a>(all: impl Iterator<Item = &'a Attachment>) -> View {
    let (pictures, others): (Vec<_>, Vec<_>) = all.partition(|file| file.picture.is_some());
    let (count, in_twos) = (pictures.len(), in_twos(pictures.len()));
    let mut drawn = Vec::new();
    if count > 0 {
        let looks = pictures.into_iter().filter_map(|file| Some((file, file.picture.as_ref()?)));
        let cells = looks.enumerate();
        let cells: Vec<View> = cells
            .map(|(place, (file, look))| picture(file, look, (count == 1).then_some(SINGLE), place < in_twos))
            .collect();
        drawn.push(view! { div(class="pictures", data-single=(count == 1).then_some("")) { (cells) } });
    }
    drawn.extend(others.into_iter().map(file));
    drawn.into()
}

/// Rows have three; as many as do not make whole rows come first, in rows of two.
fn in_twos(count: usize) -> usize {
    match count % 3 {
        0 => 0,
        1 if count > 1 => 4,
        rest => rest,
    }
}

/// Where its bytes are.
pub fn address_of(file: &Attachment) -> String {
    format!("/api/attachments/{}/{}", file.id, escape(&file.name))
}

/// Width and height within others, without being made larger.
fn fit(look: &Picture, most: (u32, u32)) -> (u32, u32) {
    let (width, height) = (u64::from(look.width.max(1)), u64::from(look.height.max(1)));
    let (wide, high) = (u64::from(most.0), u64::from(most.1));
    let (by, of) = if width * high > height * wide { (wide, width) } else { (high, height) };
    match by < of {
        true => (((width * by / of) as u32).max(1), ((height * by / of) as u32).max(1)),
        false => (look.width, look.height),
    }
}

fn picture(file: &Attachment, look: &Picture, single: Option<(u32, u32)>, of_two: bool) -> View {
    let address = address_of(file);
    let (width, height) = fit(look, single.unwrap_or((OF_TWO, OF_TWO)));
    let sizes = format!("{}px", if single.is_some() { width } else { OF_TWO });
    let preview = format!("{address}?size=preview");
    let widths = [PREVIEW, SCREEN].map(|most| fit(look, (most, most)).0);
    let sources = format!("{preview} {}w, {address}?size=screen {}w", widths[0], widths[1]);
    let (alt, color) =
        (file.description.as_ref().unwrap_or(&file.name).clone(), format!("#{:06x}", look.color));
    let (id, hash) = (file.id.to_string(), look.thumb_hash.clone());
    let (width, height) = (width.to_string(), height.to_string());
    let moves = (file.content_type == "image/gif").then_some("GIF");
    view! {
        a(class="picture", href=address, target="_blank", rel="noopener", data-picture=id, data-hash=hash,
            data-of-two=of_two.then_some(""), data-moves=moves) {
            // A colour that no style has to allow.
            svg(viewBox="0 0 1 1", preserveAspectRatio="none", fill=color, aria-hidden="true") { path(d="M0 0h1v1H0z") }
            img(src=preview, srcset=sources, sizes=sizes, width=width, height=height, alt=alt,
                loading="lazy", decoding="async", draggable="false")
        }
    }
}

/// A line that saves it, below a player if it can be played.
fn file(file: &Attachment) -> View {
    let (address, symbol, size) = (address_of(file), icon("file"), words::size(file.size));
    let label = file.description.as_ref().unwrap_or(&file.name).clone();
    let source = address.clone();
    let player = match file.content_type.split('/').next() {
        Some("video") => {
            view! { video(class="player", src=source, controls=true, preload="metadata", playsinline=true, aria-label=label) }
        }
        Some("audio") => {
            view! { audio(class="player", src=source, controls=true, preload="metadata", aria-label=label) }
        }
        _ => View::new(),
    };
    let (name, download) = (file.name.clone(), file.name.clone());
    view! {
        (player)
        a(class="file", href=address, download=download, data-testid="file") {
            (symbol)
            span(class="card-text") {
                strong { bdi { (name) } }
                span(class="hint") { (size) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(width: u32, height: u32) -> Picture {
        Picture { width, height, color: 0, thumb_hash: String::new() }
    }

    #[test]
    fn rows_of_two_come_before_rows_of_three() {
        let all: Vec<usize> = (1..=10).map(in_twos).collect();
        assert_eq!(all, [1, 2, 0, 4, 2, 0, 4, 2, 0, 4], "a single one fills its row anyway");
    }

    #[test]
    fn a_picture_keeps_its_form_and_is_never_made_larger() {
        assert_eq!(fit(&look(1200, 900), SINGLE), (416, 312));
        assert_eq!(fit(&look(900, 1800), SINGLE), (160, 320));
        assert_eq!(fit(&look(32, 16), SINGLE), (32, 16));
        assert_eq!(fit(&look(100_000, 10), SINGLE), (416, 1));
        assert_eq!(fit(&look(u32::MAX, u32::MAX), SINGLE), (320, 320));
        assert_eq!(fit(&look(0, 0), SINGLE), (0, 0), "what the server never says does no harm");
    }
}
