using System.Text.Json;
using Lodge.Qmp.Commands;

namespace Lodge.Qmp.Agent;

/// <summary><c>guest-sync-delimited</c>: the agent repeats a number, behind a byte that nothing else has in it.</summary>
internal sealed class SyncCommand(long id) : QmpCommand<JsonElement>("guest-sync-delimited", ReplyJson.Default.JsonElement)
{
    public long Id => id;

    protected internal override void WriteArguments(Utf8JsonWriter writer) => writer.WriteNumber("id"u8, id);
}
