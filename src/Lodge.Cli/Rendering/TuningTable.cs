using Lodge.Model.Json;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Cli.Rendering;

/// <summary>The table of <c>lodge info --tuning</c>.</summary>
internal static class TuningTable
{
    /// <summary>A line that says whose values these are, and a row for each.</summary>
    public static string Render(TuningReport report, Style style)
    {
        var table = new Table(style, "FIELD", "VALUE", "FROM");
        foreach (var value in report.Values)
        {
            // What somebody chose stands out from what just happens to be so.
            Func<string, string>? paint = value.Source switch
            {
                ValueSource.Definition => style.Bold,
                ValueSource.Profile => style.Green,
                _ => null,
            };
            table.Add(value.Path, new Cell(Printable.Text(value.Value), paint), Kebab.Of(value.Source));
        }

        var when = report.Running ? "as it runs" : "as it will start";
        return $"{Printable.Text(report.Vm)}, {when}, with the profile {Kebab.Of(report.Profile)}\n{table}";
    }
}
