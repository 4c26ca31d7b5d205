using System.Security.Cryptography;
using System.Text;
using Lodge.Engine.Ports;

namespace Lodge.Storage.Images.Debian;

/// <summary>What goes into a Debian image. Pure.</summary>
/// <param name="Suite">The release, such as <c>bookworm</c>.</param>
/// <param name="Extra">Packages beside the usual ones.</param>
internal sealed record DebianRecipe(string Suite, IReadOnlyList<string> Extra)
{
    /// <summary>How an image is written; another number is another image of the same packages.</summary>
    private const int Version = 2;

    // A kernel for virtual machines, what boots it by BIOS and by UEFI, and what a cloud image is expected to have.
    private static readonly string[] Usual =
    [
        "linux-image-cloud-amd64", "grub-pc-bin", "grub-efi-amd64-bin", "grub2-common", "systemd-sysv", "dbus", "udev", "e2fsprogs",
        "cloud-init", "cloud-guest-utils", "fdisk", "qemu-guest-agent", "openssh-server", "netplan.io", "systemd-resolved",
        "sudo", "iproute2", "iputils-ping", "ca-certificates", "less", "nano",
    ];

    /// <summary>All packages that are asked for by name.</summary>
    public IReadOnlyList<string> Packages => [.. Usual, .. Extra.Except(Usual)];

    /// <summary>What the image is made of, in one line.</summary>
    public string Inputs => $"debian {Version} {Suite} {string.Join(' ', Packages)}";

    /// <summary>Identity of the root file system; the same for the same inputs.</summary>
    public Guid RootId => new(SHA256.HashData(Encoding.UTF8.GetBytes(Inputs)).AsSpan(0, 16));

    /// <summary>What GRUB does first, from the disk's start or from the EFI partition: it goes on where the root file system is.</summary>
    public string EarlyConfiguration => $"search.fs_uuid {RootId} root\nset prefix=($root)/boot/grub\nconfigfile $prefix/grub.cfg\n";

    /// <summary>The files that are written over what the packages bring, by their path in the guest.</summary>
    public IReadOnlyDictionary<string, string> Files => new Dictionary<string, string>
    {
        ["etc/fstab"] = $"UUID={RootId} / ext4 errors=remount-ro 0 1\n",
        ["etc/default/grub"] = """
            GRUB_DEFAULT=0
            GRUB_TIMEOUT=0
            GRUB_DISTRIBUTOR=Debian
            GRUB_CMDLINE_LINUX="console=tty0 console=ttyS0,115200"
            GRUB_TERMINAL="console serial"

            """.ReplaceLineEndings("\n"),
        // The links in the root folder lead to the newest kernel; the first update of the kernel replaces this file.
        ["boot/grub/grub.cfg"] = $$"""
            serial --unit=0 --speed=115200
            terminal_input serial console
            terminal_output serial console
            set timeout=0
            menuentry "Debian" {
              linux /vmlinuz root=UUID={{RootId}} ro console=tty0 console=ttyS0,115200
              initrd /initrd.img
            }

            """.ReplaceLineEndings("\n"),
        // What takes time at the first boot and nobody asked for is left out: RSA keys of the host take an emulated processor a
        // quarter of a minute, GRUB's place is known, and the agent tells the host's keys.
        ["etc/cloud/cloud.cfg.d/90-lodge.cfg"] = """
            datasource_list: [ NoCloud, ConfigDrive, None ]
            locale: false
            ssh_genkeytypes: [ ed25519, ecdsa ]
            ssh: { emit_keys_to_console: false }
            grub_dpkg: { enabled: false }

            """.ReplaceLineEndings("\n"),
        ["etc/hostname"] = "debian\n",
        ["etc/machine-id"] = "",
    };

    /// <summary>The arguments of mmdebstrap.</summary>
    /// <param name="target">The tar file to write.</param>
    /// <param name="earlyConfiguration">A file with <see cref="EarlyConfiguration"/>.</param>
    public IReadOnlyList<string> Arguments(string target, string earlyConfiguration) =>
    [
        "--variant=minbase",
        "--aptopt=Acquire::Retries \"2\"",
        "--aptopt=Acquire::http::Timeout \"30\"",
        $"--include={string.Join(',', Packages)}",
        "--customize-hook=mkdir -p \"$1/boot/grub\"",
        $"--customize-hook=upload '{earlyConfiguration}' /boot/grub/early.cfg",
        "--customize-hook=chroot \"$1\" grub-mkimage -O i386-pc -o /boot/grub/core.img -c /boot/grub/early.cfg -p /boot/grub "
            + "biosdisk part_gpt ext2 search_fs_uuid configfile normal linux serial terminal echo test",
        "--customize-hook=rm -f \"$1\"/etc/ssh/ssh_host_*",

        // They look for snapshots of LVM at each boot, which such a disk has none of.
        "--customize-hook=chroot \"$1\" systemctl mask e2scrub_reap.service e2scrub_all.timer",
        Suite,
        target,
    ];

    /// <summary>What is asked for.</summary>
    public static DebianRecipe Of(ImageBuild build, string hostSuite) => new(build.Suite ?? hostSuite, [.. (build.Packages ?? []).Order(StringComparer.Ordinal)]);
}
