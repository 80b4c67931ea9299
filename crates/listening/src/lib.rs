//! Listening on ports: every address of this machine, and who holds a port that is taken.

mod holder;

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};

pub use holder::holder_of;

/// The addresses that `host` names, in the order in which they are to be tried until one can be bound. An empty host is
/// every address of this machine: both families where there is IPv6 (a socket of `[::]` takes IPv4 too), else IPv4.
///
/// # Errors
/// The name of the host cannot be resolved.
pub fn addresses(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    if host.is_empty() {
        return Ok(vec![(Ipv6Addr::UNSPECIFIED, port).into(), (Ipv4Addr::UNSPECIFIED, port).into()]);
    }
    // As in a URL: an address of IPv6 stands in brackets.
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    Ok((bare, port).to_socket_addrs()?.collect())
}

#[cfg(test)]
mod tests {
    use std::net::{TcpListener, TcpStream};

    use super::*;

    #[test]
    fn without_a_host_clients_of_both_families_are_heard() {
        let socket = TcpListener::bind(&addresses("", 0).unwrap()[..]).unwrap();
        let port = socket.local_addr().unwrap().port();
        TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
        if socket.local_addr().unwrap().is_ipv6() {
            TcpStream::connect((Ipv6Addr::LOCALHOST, port)).unwrap();
        }
    }

    #[test]
    fn a_host_is_an_address_of_either_family_or_a_name() {
        assert_eq!(addresses("127.0.0.1", 9).unwrap(), ["127.0.0.1:9".parse().unwrap()]);
        assert_eq!(addresses("::1", 9).unwrap(), ["[::1]:9".parse().unwrap()]);
        assert_eq!(addresses("[::1]", 9).unwrap(), ["[::1]:9".parse().unwrap()]);
        assert!(!addresses("localhost", 9).unwrap().is_empty());
        assert!(addresses("no host", 9).is_err());
    }
}
