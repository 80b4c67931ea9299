//! [`ControllerChannel`]: asks the active controller, whoever that is.

use std::time::Duration;

use client::{CallError, Connection, ConnectionOptions};
use parking_lot::Mutex;
use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};
use wire::codec::Request;
use wire::error_code::ErrorCode;

use crate::image::ActiveController;

/// Between attempts, when the controller asked is not the active one any more.
const PAUSE: Duration = Duration::from_millis(50);

/// Why the controller has not answered.
#[derive(Debug, thiserror::Error)]
pub enum ChannelError {
    /// Nobody leads, as far as is known.
    #[error("no active controller is known")]
    NoController,
    /// It did not answer.
    #[error(transparent)]
    Call(#[from] CallError),
}

/// A way to the active controller. Clones of the handle around it share one connection.
pub struct ControllerChannel {
    active: watch::Receiver<Option<ActiveController>>,
    client_id: String,
    open: Mutex<Option<(ActiveController, Connection)>>,
}

impl ControllerChannel {
    /// A channel to whom `active` names.
    pub fn new(active: watch::Receiver<Option<ActiveController>>, client_id: String) -> ControllerChannel {
        ControllerChannel { active, client_id, open: Mutex::new(None) }
    }

    /// The active controller, as far as is known.
    pub fn active(&self) -> Option<ActiveController> {
        self.active.borrow().clone()
    }

    /// Asks once, waiting for a controller to become known.
    pub async fn call<R: Request>(&self, request: &R, within: Duration) -> Result<R::Response, ChannelError> {
        let deadline = Instant::now() + within;
        let active = self.wait_active(deadline).await?;
        let connection = self.connection(&active, deadline).await?;
        let left = deadline.saturating_duration_since(Instant::now());
        let answer = connection.call(request, left).await;
        if answer.is_err() {
            self.forget(&active);
        }
        Ok(answer?)
    }

    /// Asks until an active controller has answered. `code_of` is where the answer says NOT_CONTROLLER. A request that
    /// may have been carried out is asked again: only for requests of which that is harmless.
    pub async fn call_until<R: Request>(
        &self,
        request: &R,
        code_of: impl Fn(&R::Response) -> i16,
        within: Duration,
    ) -> Result<R::Response, ChannelError> {
        let deadline = Instant::now() + within;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let answer = self.call(request, left).await;
            match answer {
                Ok(response) if code_of(&response) != ErrorCode::NotController.code() => return Ok(response),
                Err(error) if Instant::now() + PAUSE >= deadline => return Err(error),
                Ok(response) if Instant::now() + PAUSE >= deadline => return Ok(response),
                _ => tokio::time::sleep(PAUSE).await,
            }
        }
    }

    async fn wait_active(&self, deadline: Instant) -> Result<ActiveController, ChannelError> {
        let mut active = self.active.clone();
        let known = timeout_at(deadline, active.wait_for(Option::is_some)).await;
        match known {
            Ok(Ok(known)) => known.clone().ok_or(ChannelError::NoController),
            _ => Err(ChannelError::NoController),
        }
    }

    async fn connection(
        &self,
        active: &ActiveController,
        deadline: Instant,
    ) -> Result<Connection, CallError> {
        if let Some((to, open)) = self.open.lock().as_ref()
            && to.address == active.address
            && !open.is_closed()
        {
            return Ok(open.clone());
        }
        let options = ConnectionOptions {
            client_id: self.client_id.clone(),
            connect_timeout: deadline.saturating_duration_since(Instant::now()),
            ..Default::default()
        };
        let connection = Connection::open(&active.address, &options).await?;
        *self.open.lock() = Some((active.clone(), connection.clone()));
        Ok(connection)
    }

    fn forget(&self, active: &ActiveController) {
        let mut open = self.open.lock();
        if open.as_ref().is_some_and(|(to, _)| to.address == active.address) {
            *open = None;
        }
    }
}
