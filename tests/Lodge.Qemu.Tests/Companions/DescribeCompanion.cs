using System.Globalization;
using System.Text;
using Lodge.Linux.Launch;
using Lodge.Qemu.Companions;
using Lodge.Qemu.Tests.Planning;

namespace Lodge.Qemu.Tests.Companions;

/// <summary>The plan of a companion as text for golden files, with its confinement.</summary>
internal static class DescribeCompanion
{
    public static string Of(CompanionPlan plan, int? uid)
    {
        var confined = ConfinedCompanion.Of(plan, PlanCases.Paths, uid, uid is null ? [] : ["/cg/cgroup.procs"]);
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{plan.Name}: {plan.Role}");
        text.AppendLine(confined.Executable);
        foreach (var argument in confined.Arguments)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {argument}");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"{(plan.Socket is null ? "is connected" : $"listens at {plan.Socket}")}, prints to {plan.Log}, runs in {confined.WorkingDirectory}");
        text.AppendLine(CultureInfo.InvariantCulture, $"user {confined.Identity?.Uid.ToString(CultureInfo.InvariantCulture) ?? "the daemon's"}, keeps {(confined.KeptCapabilities is { } kept ? string.Join(' ', kept) : "nothing")}");
        text.AppendLine(CultureInfo.InvariantCulture, $"limits {string.Join(", ", confined.Limits.Select(limit => $"{limit.Resource} {limit.Hard}"))}, {string.Join(' ', confined.Environment.Select(pair => $"{pair.Key}={pair.Value}"))}");
        text.AppendLine(confined.Landlock.Mode == LandlockMode.Off ? "no Landlock" : $"Landlock, TCP {(confined.Landlock.DenyNetwork ? "denied" : "allowed")}");
        foreach (var rule in confined.Landlock.Rules)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {rule.Access} {rule.Path}{(rule.Optional ? " if there" : "")}");
        }

        return text.ToString();
    }
}
