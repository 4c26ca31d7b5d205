using System.CommandLine;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Work;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Keys;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge send-key</c></summary>
internal static class SendKeyCommand
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = VmArgument.One();
        var keys = new Argument<string[]>("KEYS") { Description = "Keys, or keys joined by - that are pressed together.", Arity = ArgumentArity.OneOrMore };
        var set = Opt.Choice<KeyCodeSet>("--code-set", "What numbers mean; Linux' own numbers and names with 'linux'.");
        var hold = Opt.Duration("--hold", "How long each is held, such as 500ms; 100ms if not given.");
        var verb = new Verb("send-key", "Press keys on a guest's keyboard.")
        {
            Group = VerbGroup.Run,
            Completes = Completes.LiveVm,
            Notes = """
                Keys are named as in QEMU (ret, esc, spc, f1, meta_l, kp_enter, …), by their usual short names
                (enter, del, win, …), or as in Linux (KEY_ENTER). Letters stand for keys, not for characters:
                what appears depends on the guest's keyboard layout.
                """.ReplaceLineEndings("\n"),
            Examples =
            [
                new("lodge send-key web1 ctrl-alt-del", "three keys at once"),
                new("lodge send-key web1 r o o t enter", "one after the other"),
                new("lodge send-key web1 29-56-111 --code-set linux", "by Linux' numbers"),
                new("lodge send-key web1 f2 --hold 1s", "held for a second"),
            ],
        };
        verb.Add(name);
        verb.Add(keys);
        verb.Add(set);
        verb.Add(hold);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var request = new SendKeys(cli.Get(keys)!, HoldOf(cli.Get(hold))) { CodeSet = cli.Get(set) ?? KeyCodeSet.Names };
            await cli.Client.Panel.SendKeysAsync(cli.Get(name)!, request, cancellationToken);
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static int HoldOf(TimeSpan? hold) => hold switch
    {
        null => 100,
        { } time when time >= TimeSpan.FromMilliseconds(1) && time <= s_longest => (int)time.TotalMilliseconds,
        _ => throw new LodgeException(ErrorCode.InvalidArgument, "--hold must be 1ms to 1m.", "Half a second is --hold 500ms."),
    };
}
