namespace Lodge.Architecture.Tests.Support;

/// <summary>Fails a rule with every place that breaks it, not just the first.</summary>
internal static class Verdict
{
    public static void Clean(string rule, IEnumerable<string> offences)
    {
        var found = offences.Distinct().ToList();
        Assert.True(found.Count == 0, $"{rule}\n  {string.Join("\n  ", found)}");
    }
}
