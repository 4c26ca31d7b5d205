using System.Globalization;
using System.Text;

namespace Lodge.Store.Schema;

/// <summary>One step of the schema: the SQL that leads from the version before to <see cref="Version"/>.</summary>
/// <param name="Version">The schema version afterwards, 1 or more.</param>
/// <param name="Name">The file it came from, for logs and errors.</param>
/// <param name="Sql">Statements, run in one transaction.</param>
internal sealed record Migration(int Version, string Name, string Sql)
{
    /// <summary>
    /// All steps in order: the files <c>NNNN-what.sql</c> of this folder. A file that was released never changes;
    /// the next change of the schema is the next file.
    /// </summary>
    public static IReadOnlyList<Migration> ReadAll() =>
        [.. typeof(Migration).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(Read)];

    private static Migration Read(string name)
    {
        var stream = typeof(Migration).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The program lacks its own file {name}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return new Migration(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name, reader.ReadToEnd());
    }
}
