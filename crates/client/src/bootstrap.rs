//! Whom to ask while nobody is known.
//!
//! A name may stand for many servers (a headless Service of Kubernetes does), and the one that a system lists first may be
//! the one that asks, for ever. So each address of a name counts as a server of its own, as Kafka's
//! `client.dns.lookup=use_all_dns_ips` has it.

use tokio::net::lookup_host;

/// The server that a try goes to: of all addresses that `servers` (`host:port`) stand for now, the one that `attempt`
/// points to, so that one try after the other reaches all of them. Where no name is known, the name itself.
///
/// `None` only where there are no servers.
pub async fn server_at(servers: &[String], attempt: u64) -> Option<String> {
    let named = servers.get((attempt % servers.len().max(1) as u64) as usize)?;
    let mut addresses = Vec::new();
    for server in servers {
        // A name that is not known now may be later; the others are asked meanwhile.
        let Ok(found) = lookup_host(server).await else { continue };
        let mut found: Vec<String> = found.map(|address| address.to_string()).collect();
        found.sort();
        addresses.extend(found);
    }
    addresses.dedup();
    if addresses.is_empty() {
        return Some(named.clone());
    }
    let place = (attempt % addresses.len() as u64) as usize;
    Some(addresses.swap_remove(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_try_after_the_other_reaches_every_address() {
        let servers: Vec<String> = ["127.0.0.1:1", "127.0.0.2:2", "127.0.0.1:3"].map(str::to_owned).into();
        let mut asked = Vec::new();
        for attempt in 0..4 {
            asked.push(server_at(&servers, attempt).await.unwrap());
        }
        assert_eq!(asked, ["127.0.0.1:1", "127.0.0.2:2", "127.0.0.1:3", "127.0.0.1:1"]);
    }

    #[tokio::test]
    async fn a_name_that_nobody_knows_is_passed_over_or_tried_as_it_is() {
        let unknown = "nobody.invalid:1".to_owned();
        assert_eq!(server_at(&[unknown.clone(), "127.0.0.1:2".into()], 0).await.unwrap(), "127.0.0.1:2");
        assert_eq!(server_at(std::slice::from_ref(&unknown), 5).await, Some(unknown));
        assert_eq!(server_at(&[], 0).await, None);
    }
}
