#!/bin/sh
# What udhcpc calls with the event as its argument and the lease in its environment.

case $1 in
    deconfig)
        ip addr flush dev "$interface"
        ip link set "$interface" up
        rm -f "/run/address.$interface"
        ;;
    bound | renew)
        [ -e "/run/address.$interface" ] && read -r before < "/run/address.$interface"
        ip addr flush dev "$interface"
        ip addr add "$ip/$mask" dev "$interface"
        for gateway in $router; do
            ip route replace default via "$gateway" dev "$interface" && break
        done
        for server in $dns; do
            echo "nameserver $server"
        done > /etc/resolv.conf
        echo "$ip/$mask" > "/run/address.$interface"
        if [ -e /run/up ] && [ "$before" != "$ip/$mask" ]; then
            echo "lodge-tiny: $interface has address $ip/$mask" > /dev/console
        fi
        ;;
esac
