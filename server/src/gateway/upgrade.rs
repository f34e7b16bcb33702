//! How a socket leaves HTTP. The application answers the handshake like any request; if it answers 101, the session
//! gets the connection itself, and HTTP's dispatcher with its buffers ends.

use super::door::Arrival;
use super::outbound::Outbound;
use super::session::Session;
use super::worker::Worker;
use actix_codec::Framed;
use actix_http::body::{BodySize, BoxBody, MessageBody, to_bytes};
use actix_http::h1::{Codec, Message};
use actix_http::{ConnectionType, Request, Response};
use actix_service::{Service, ServiceFactory, fn_factory, fn_service};
use actix_web::dev::ServiceResponse;
use actix_web::web::Bytes;
use actix_web::{Error, HttpMessage};
use futures_util::SinkExt;
use std::io;
use std::rc::Rc;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

/// A request that wants to become a WebSocket, and its connection.
type Wish = (Request, Framed<TcpStream, Codec>);

/// Serves requests that want to become a WebSocket by asking `application`.
pub fn upgrade<F, B>(
    worker: Worker,
    application: F,
) -> impl ServiceFactory<Wish, Config = (), Response = (), Error = Error, InitError = F::InitError>
where
    F: ServiceFactory<Request, Config = (), Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
{
    fn_factory(move || {
        let (worker, started) = (worker.clone(), application.new_service(()));
        async move {
            let application = Rc::new(started.await?);
            Ok(fn_service(move |wish: Wish| answer(Rc::clone(&application), worker.clone(), wish)))
        }
    })
}

async fn answer<S, B>(application: Rc<S>, worker: Worker, (request, framed): Wish) -> Result<(), Error>
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody + 'static,
{
    let (request, answer) = match application.call(request).await {
        Ok(answer) => answer.into_parts(),
        Err(error) => return Ok(refuse(error.error_response().into(), framed).await?),
    };
    let arrival = request.extensions_mut().remove::<Arrival>();
    drop(request);
    match arrival {
        Some(arrival) => Ok(begin(worker, arrival, answer.into(), framed).await?),
        None => Ok(refuse(answer.map_into_boxed_body().into(), framed).await?),
    }
}

/// Completes the handshake and starts the session.
async fn begin<B>(
    worker: Worker,
    arrival: Arrival,
    answer: Response<B>,
    mut framed: Framed<TcpStream, Codec>,
) -> io::Result<()> {
    framed.send(Message::Item((answer.drop_body(), BodySize::None))).await?;
    let parts = framed.into_parts();
    let outbound = Outbound::new(parts.io, Rc::clone(&worker.writer) as _);
    // A copy: the buffer of HTTP is large.
    Session::start(worker, arrival, outbound, Bytes::copy_from_slice(&parts.read_buf));
    Ok(())
}

/// Sends an answer that is no handshake, and closes.
async fn refuse(answer: Response<BoxBody>, mut framed: Framed<TcpStream, Codec>) -> io::Result<()> {
    let (mut head, body) = answer.into_parts();
    head.head_mut().set_connection_type(ConnectionType::Close);
    let body = to_bytes(body).await.map_err(|error| io::Error::other(error.to_string()))?;
    framed.feed(Message::Item((head, BodySize::Sized(body.len() as u64)))).await?;
    framed.feed(Message::Chunk(Some(body))).await?;
    framed.feed(Message::Chunk(None)).await?;
    framed.flush().await?;
    framed.io_mut().shutdown().await
}
