//! Counters for Prometheus. All of them are atomics; bump them from anywhere.

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Metric, Registry};
use std::time::Duration;

/// One label: its name and its value.
pub type Label<V> = [(&'static str, V); 1];

/// Everything that is counted.
pub struct Metrics {
    registry: Registry,
    /// Sockets that are open now.
    pub connections: Gauge,
    /// Frames that clients sent.
    pub frames_in: Counter,
    /// Frames put into sockets' queues.
    pub frames_out: Counter,
    /// Events handed to a session by a relay.
    pub deliveries: Counter,
    /// Sockets closed because their queue was full.
    pub queue_overflows: Counter,
    /// Changes of a channel that were stored in one write.
    pub batch_sizes: Histogram,
    /// Actors in use: `actors_in_use(kind)`.
    actors: Family<Label<&'static str>, Gauge>,
    /// Changes that wait for their place.
    pub place_mailbox: Gauge,
    /// Events and views that wait for a relay.
    pub relay_mailbox: Gauge,
    store: Family<Label<&'static str>, Histogram, fn() -> Histogram>,
    store_failures: Counter,
    requests: Family<Label<u16>, Counter>,
    pushes: Family<Label<&'static str>, Counter>,
}

impl Metrics {
    /// Every counter at zero.
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("hubbub");
        let mut add = Adder(&mut registry);
        let mailboxes: Family<Label<&'static str>, Gauge> =
            add.metric("mailbox", "Messages that wait for an actor", Family::default());
        Self {
            connections: add.metric("connections", "Open sockets", Gauge::default()),
            frames_in: add.metric("frames_in", "Frames that clients sent", Counter::default()),
            frames_out: add.metric("frames_out", "Frames put into sockets' queues", Counter::default()),
            deliveries: add.metric("deliveries", "Events handed to sessions", Counter::default()),
            queue_overflows: add.metric(
                "queue_overflows",
                "Sockets closed with a full queue",
                Counter::default(),
            ),
            batch_sizes: add.metric("batch_size", "Changes stored in one write", batch_sizes()),
            actors: add.metric("actors", "Actors in use", Family::default()),
            place_mailbox: mailboxes.get_or_create_owned(&[("kind", "place")]),
            relay_mailbox: mailboxes.get_or_create_owned(&[("kind", "relay")]),
            store: add.metric(
                "store_seconds",
                "Time of store operations",
                Family::new_with_constructor(latencies),
            ),
            store_failures: add.metric(
                "store_failures",
                "Store operations that did not work",
                Counter::default(),
            ),
            requests: add.metric("http_requests", "Answered requests", Family::default()),
            pushes: add.metric(
                "pushes",
                "Notifications handed to push services, by their answer",
                Family::default(),
            ),
            registry,
        }
    }

    /// Actors of a kind (`hub`, `place`) that are in use.
    pub fn actors_in_use(&self, kind: &'static str) -> Gauge {
        self.actors.get_or_create_owned(&[("kind", kind)])
    }

    /// Times that the store did not work.
    pub fn store_failures(&self) -> u64 {
        self.store_failures.get()
    }

    /// A request was answered.
    pub fn answered(&self, status: u16) {
        self.requests.get_or_create(&[("status", status)]).inc();
    }

    /// A push service answered so.
    pub fn pushed(&self, answer: &'static str) {
        self.pushes.get_or_create(&[("answer", answer)]).inc();
    }

    /// What the store is to tell about each operation.
    pub fn store_observer(&self) -> impl Fn(&'static str, Duration, bool) + Send + Sync + 'static {
        let (operations, failures) = (self.store.clone(), self.store_failures.clone());
        move |operation, took, worked| {
            operations.get_or_create(&[("operation", operation)]).observe(took.as_secs_f64());
            if !worked {
                failures.inc();
            }
        }
    }

    /// In the text format of Prometheus.
    pub fn text(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

struct Adder<'a>(&'a mut Registry);

impl Adder<'_> {
    fn metric<M: Metric + Clone>(&mut self, name: &str, help: &str, metric: M) -> M {
        self.0.register(name, help, metric.clone());
        metric
    }
}

/// 1 to 512 changes.
fn batch_sizes() -> Histogram {
    Histogram::new(exponential_buckets(1.0, 2.0, 10))
}

/// 0.1 ms to 3 s.
fn latencies() -> Histogram {
    Histogram::new(exponential_buckets(0.0001, 2.0, 16))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_is_told() {
        let metrics = Metrics::new();
        metrics.connections.inc();
        metrics.answered(404);
        metrics.store_observer()("get", Duration::from_millis(2), false);
        let text = metrics.text().unwrap();
        for line in [
            "hubbub_connections 1",
            "hubbub_http_requests_total{status=\"404\"} 1",
            "hubbub_store_failures_total 1",
        ] {
            assert!(text.contains(line), "{line} in {text}");
        }
    }
}
