//! Names to addresses, without those that lead into a private network: whoever can make a name point there must not
//! reach what only this machine reaches.

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Why a name is not followed.
pub const NOT_PUBLIC: &str = "the name leads to no public address";

/// Resolves by the system; names of which the function says so may lead anywhere. What is connected to is what was looked at, so a
/// name that leads elsewhere a moment later does no harm.
pub struct PublicOnly<F>(pub F);

impl<F: Fn(&str) -> bool + Send + Sync> Resolve for PublicOnly<F> {
    fn resolve(&self, name: Name) -> Resolving {
        let is_chosen = (self.0)(name.as_str());
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> = found.filter(|found| is_chosen || is_public(found.ip())).collect();
            if public.is_empty() {
                return Err(NOT_PUBLIC.into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

/// Whether an address is one of the public network.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => ip.to_ipv4().map_or_else(|| is_public_v6(ip), is_public_v4),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [first, second, ..] = ip.octets();
    // RFC 6598, shared by customers of one provider; RFC 2544, for tests of networks.
    let is_shared = first == 100 && (64..128).contains(&second) || first == 198 && (18..20).contains(&second);
    let is_special = ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_documentation();
    !(is_special || is_shared || first == 0 || first >= 224)
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    // 2000::/3 is all there is of the public network (RFC 4291); 2001:db8::/32 is for documentation, 64:ff9b:1::/48 and
    // 2002::/16 lead on to IPv4.
    let [first, second, ..] = ip.segments();
    (0x2000..0x4000).contains(&first) && first != 0x2002 && (first, second) != (0x2001, 0x0db8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_networks_are_not_public() {
        for ip in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "::ffff:10.0.0.1",
            "2002:7f00:1::",
            "2001:db8::1",
        ] {
            assert!(!is_public(ip.parse().unwrap()), "{ip}");
        }
        for ip in ["142.250.1.95", "17.1.1.1", "2a00:1450:4001::5f"] {
            assert!(is_public(ip.parse().unwrap()), "{ip}");
        }
    }
}
