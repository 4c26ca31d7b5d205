using System.Text;
using Lodge.Daemon.Configuration;
using Lodge.TestSupport;

namespace Lodge.Daemon.Tests.Configuration;

/// <summary>The reference page is made from the table of settings.</summary>
public sealed class ConfigurationPageTests
{
    [Fact]
    public void Reference_page_describes_every_setting()
    {
        var page = new StringBuilder("""
            # Configuration of lodged

            `lodged` reads `/etc/lodge/lodged.toml`, or the file that `--config` or `LODGE_CONFIG` names. A missing file is
            fine: every key has a default. Each key is also an option, `--key VALUE`, and an environment variable,
            `LODGE_KEY`; the command line wins over the environment, and that over the file. A key that does not exist, or a
            value that makes no sense, is refused at the start, with its line. `lodged --help` prints the same list.

            | key | default | what it does |
            | --- | --- | --- |

            """);
        foreach (var setting in SettingTable.All)
        {
            page.Append("| `").Append(setting.Key).Append("` | ").Append(setting.Default).Append(" | ").Append(setting.Help).Append(" |\n");
        }

        page.Append("""

            An example:

            ```toml
            accel = "kvm"
            socket-group = "libvirt"
            console-log-size = "50MiB"
            ```

            ## Where things are

            | what | as root | with `--root DIR` | as another user |
            | --- | --- | --- | --- |
            | sockets, run folders of VMs | `/run/lodge` | `DIR/run` | `$XDG_RUNTIME_DIR/lodge` |
            | database, images, saved states, UEFI variables | `/var/lib/lodge` | `DIR/state` | `$XDG_STATE_HOME/lodge` (`~/.local/state/lodge`) |
            | logs of consoles and of QEMU | `/var/log/lodge` | `DIR/log` | `$XDG_STATE_HOME/lodge/log` |

            """);
        Golden.Compare("../../../docs/reference/configuration.md", page.ToString());
    }
}
