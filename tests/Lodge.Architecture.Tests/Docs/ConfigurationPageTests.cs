using System.Text.RegularExpressions;
using Lodge.Architecture.Tests.Support;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lodge.Architecture.Tests.Docs;

public sealed partial class ConfigurationPageTests
{
    private static readonly string Page = Path.Combine(Repository.Root, "docs", "reference", "configuration.md");

    [Fact]
    public void Every_setting_of_the_daemon_stands_in_the_reference_as_the_daemon_explains_it()
    {
        var text = File.ReadAllText(Page);
        var now = Table().Replace(text, match => $"{match.Groups[1].Value}\n{Rows()}\n{match.Groups[3].Value}");
        if (Environment.GetEnvironmentVariable("LODGE_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(Page, now);
        }

        Assert.Equal(now, File.ReadAllText(Page));
    }

    /// <summary>Key, default and help are the first three arguments of each <c>new(...)</c> in the table of settings.</summary>
    private static string Rows()
    {
        var table = SourceFile.Product.Single(file => file.Path.EndsWith("Configuration/SettingTable.cs", StringComparison.Ordinal));
        var settings = table.All<ImplicitObjectCreationExpressionSyntax>()
            .Select(setting => setting.ArgumentList.Arguments.Take(3).Select(argument => argument.Expression).OfType<LiteralExpressionSyntax>().ToList())
            .Where(texts => texts.Count == 3)
            .Select(texts => texts.Select(text => text.Token.ValueText.Replace("|", "\\|", StringComparison.Ordinal)).ToList());
        return string.Join('\n', settings.Select(text => $"| `{text[0]}` | {text[1]} | {text[2]} |")
            .Prepend("|---|---|---|")
            .Prepend("| setting | default | meaning |"));
    }

    [GeneratedRegex(@"(<!-- settings -->\n)(.*?)(\n?<!-- end of settings -->)", RegexOptions.Singleline)]
    private static partial Regex Table();
}
