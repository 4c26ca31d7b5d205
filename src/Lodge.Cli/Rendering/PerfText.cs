using System.Globalization;
using System.Text.Json;
using Lodge.Model.Vms.Tuning;
using Lodge.Model.Vms.Usage;

namespace Lodge.Cli.Rendering;

/// <summary>The text of <c>lodge info --perf</c>.</summary>
internal static class PerfText
{
    /// <summary>A line for each event, by the name that <c>lodge set</c> takes.</summary>
    public static string Render(IReadOnlyList<PerfCount> counts, Style style)
    {
        var table = new Table(style, "EVENT", ">COUNT");
        foreach (var counted in counts)
        {
            var isTime = counted.Event is PerfEvent.CpuClock or PerfEvent.TaskClock;
            table.Add(
                JsonNamingPolicy.SnakeCaseLower.ConvertName(counted.Event.ToString()),
                isTime ? string.Create(CultureInfo.InvariantCulture, $"{counted.Count / 1e9:0.000} s") : counted.Count.ToString(CultureInfo.InvariantCulture));
        }

        return table.ToString();
    }
}
