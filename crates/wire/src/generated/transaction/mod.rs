//! Generated from `crates/wire-codegen/schemas/transaction` by `make generate`; not to be edited.
//!
//! Key and value of `__transaction_state`.

pub mod transaction_log;

pub use transaction_log::{TransactionLogKey, TransactionLogValue};
