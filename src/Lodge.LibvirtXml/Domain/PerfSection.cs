using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Tuning;

namespace Lodge.LibvirtXml.Domain;

/// <summary><c>&lt;perf&gt;</c>: what the kernel counts. An event that is switched off says what saying nothing says, and is left out.</summary>
internal static class PerfSection
{
    public static IReadOnlyList<PerfEvent>? Read(Element root)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var events = new List<PerfEvent>();
        foreach (var element in root.Child("perf")?.Children("event") ?? [])
        {
            var name = element.Need("name");
            var enabled = element.YesNo("enabled") ?? throw element.Invalid("missing attribute 'enabled' of <event>");
            if (!names.Add(name))
            {
                throw element.Invalid($"perf event '{name}' was already specified");
            }

            if (PerfNames.IsKnown(name, out var wanted))
            {
                events.AddRange(enabled ? [wanted] : []);
            }
            else if (!PerfNames.Gone.Contains(name))
            {
                throw element.Invalid($"unsupported 'perf event' name '{name}'");
            }
            else if (enabled)
            {
                throw element.Unsupported($"the perf event '{name}', {PerfNames.WhyGone}");
            }
        }

        return events.Count == 0 ? null : events;
    }

    public static void Write(XmlOut output, TuningDefinition? tuning)
    {
        using var perf = output.ElementIfAny("perf");
        foreach (var wanted in (tuning?.PerfEvents).OrEmpty())
        {
            using var element = output.Element("event");
            output.Attr("name", PerfNames.Of(wanted)).YesNo("enabled", true);
        }
    }
}
