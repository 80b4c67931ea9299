//! [`MetadataView`]: the latest image, for everybody.

use std::sync::Arc;

use arc_swap::ArcSwap;
use metadata::image::{Changes, Image};
use parking_lot::Mutex;
use tokio::sync::{Notify, watch};

/// The metadata, as far as it is committed and known here.
pub struct MetadataView {
    image: ArcSwap<Image>,
    offset: watch::Sender<i64>,
    receivers: Mutex<Vec<Arc<Slot>>>,
}

/// What has changed since a reader last looked.
#[derive(Clone, Debug)]
pub struct Changed {
    /// The image it saw last.
    pub before: Arc<Image>,
    /// The image now.
    pub after: Arc<Image>,
    /// What is different.
    pub changes: Changes,
}

#[derive(Default)]
struct Slot {
    pending: Mutex<Option<Changed>>,
    wake: Notify,
}

/// Gives out changes to one reader.
pub struct ChangesReceiver {
    slot: Arc<Slot>,
}

impl Default for MetadataView {
    fn default() -> MetadataView {
        MetadataView::new()
    }
}

impl MetadataView {
    /// Nothing is known.
    pub fn new() -> MetadataView {
        MetadataView {
            image: ArcSwap::from_pointee(Image::new()),
            offset: watch::Sender::new(-1),
            receivers: Mutex::default(),
        }
    }

    /// The latest image. To be kept for one request, not longer: it pins what has changed since.
    pub fn load(&self) -> Arc<Image> {
        self.image.load_full()
    }

    /// The offset of the last record in the latest image, -1 before the first.
    pub fn offset(&self) -> i64 {
        *self.offset.borrow()
    }

    /// Tells when the image moves on.
    pub fn watch_offset(&self) -> watch::Receiver<i64> {
        self.offset.subscribe()
    }

    /// All changes from now on, in order.
    pub fn subscribe(&self) -> ChangesReceiver {
        let slot = Arc::new(Slot::default());
        self.receivers.lock().push(slot.clone());
        ChangesReceiver { slot }
    }

    /// Makes an image the latest. One task publishes, in order.
    pub fn publish(&self, image: Image, changes: Changes) {
        let after = Arc::new(image);
        let before = self.image.swap(after.clone());
        let mut receivers = self.receivers.lock();
        receivers.retain(|slot| Arc::strong_count(slot) > 1);
        for slot in receivers.iter() {
            slot.push(&before, &after, &changes);
        }
        drop(receivers);
        self.offset.send_replace(after.offset);
    }
}

impl Slot {
    fn push(&self, before: &Arc<Image>, after: &Arc<Image>, changes: &Changes) {
        let mut pending = self.pending.lock();
        match pending.as_mut() {
            Some(pending) => {
                pending.after = after.clone();
                pending.changes.extend(changes.clone());
            }
            None => {
                let changes = changes.clone();
                *pending = Some(Changed { before: before.clone(), after: after.clone(), changes });
            }
        }
        drop(pending);
        self.wake.notify_one();
    }
}

impl ChangesReceiver {
    /// All that has changed since the last call; waits until something has.
    pub async fn next(&mut self) -> Changed {
        loop {
            if let Some(changed) = self.slot.pending.lock().take() {
                return changed;
            }
            self.slot.wake.notified().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_slow_reader_gets_all_changes_merged_and_the_images_around_them() {
        let view = MetadataView::new();
        let mut receiver = view.subscribe();
        for offset in 0..3 {
            let mut image = (*view.load()).clone();
            image.offset = offset;
            let changes = Changes { brokers: [offset as i32].into(), ..Default::default() };
            view.publish(image, changes);
        }
        let changed = receiver.next().await;
        assert_eq!((changed.before.offset, changed.after.offset), (-1, 2));
        assert_eq!(changed.changes.brokers, [0, 1, 2].into());
        assert_eq!(view.offset(), 2);
    }
}
