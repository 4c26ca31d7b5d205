# Options of the form lodge.KEY=VALUE, or lodge.KEY="VALUE WITH SPACES", from two places: the kernel command line,
# and the SMBIOS OEM strings (qemu -smbios type=11,value=lodge.KEY=VALUE). The first one found counts.

options=''

options_load() {
    read -r options < /proc/cmdline
    for table in /sys/firmware/dmi/entries/11-*/raw; do
        [ -e "$table" ] && options="$options $(strings "$table" | tr '\n' ' ')"
    done
    options=" $options "
}

# option KEY DEFAULT: sets $value.
option() {
    case $options in
        *" $1=\""*) value=${options#*" $1=\""}; value=${value%%\"*} ;;
        *" $1="*) value=${options#*" $1="}; value=${value%% *} ;;
        *) value=$2 ;;
    esac
}
