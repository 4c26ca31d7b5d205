#!/bin/sh
# What udhcpc calls with the event as its argument and the lease in its environment. IPv6 is the kernel's own business:
# it makes an address of what routers announce. Of several cards the first one leads out.

case $1 in
    deconfig)
        ip -4 addr flush dev "$interface"
        ip link set "$interface" up
        rm -f "/run/address.$interface" "/run/resolv.$interface"
        ;;
    bound | renew)
        [ -e "/run/address.$interface" ] && read -r before < "/run/address.$interface"
        if [ "$before" != "$ip/$mask" ]; then
            ip -4 addr flush dev "$interface"
            ip addr add "$ip/$mask" dev "$interface"
        fi
        read -r number < "/sys/class/net/$interface/ifindex"
        for gateway in $router; do
            ip route replace default via "$gateway" dev "$interface" metric "$number" && break
        done
        {
            [ -n "$domain" ] && echo "search $domain"
            for server in $dns; do
                echo "nameserver $server"
            done
        } > "/run/resolv.$interface"
        cat /run/resolv.* > /etc/resolv.conf
        echo "$ip/$mask" > "/run/address.$interface"
        if [ -e /run/up ] && [ "$before" != "$ip/$mask" ]; then
            echo "lodge-tiny: $interface has address $ip/$mask" > /dev/console
        fi
        ;;
esac
