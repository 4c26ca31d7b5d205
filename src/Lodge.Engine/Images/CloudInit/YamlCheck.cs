using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Lodge.Engine.Images.CloudInit;

/// <summary>Finds what is wrong with a YAML document of keys and values, as all files of cloud-init are. Pure.</summary>
internal static class YamlCheck
{
    // Cloud-init's own files are some five levels deep; a parser of the guest's should not have to stand more.
    private const int Deepest = 50;

    /// <summary>The first mistake.</summary>
    /// <param name="text">The document; an empty one, or one of comments only, has none.</param>
    /// <returns>Null when there is none.</returns>
    public static YamlFlaw? FlawOf(string text)
    {
        var reader = new Parser(new Scanner(new StringReader(text)));
        try
        {
            reader.Consume<StreamStart>();
            if (!reader.Accept<DocumentStart>(out _))
            {
                return null;
            }

            reader.Consume<DocumentStart>();
            return FlawOfRoot(reader);
        }
        catch (YamlException unreadable)
        {
            return unreadable.Message.Contains("tab", StringComparison.Ordinal) && LineWithTab(text) is { } line
                ? new YamlFlaw(line, "is no YAML: it is indented with a tab", "Indent with blanks.")
                : new YamlFlaw(unreadable.End.Line, $"is no YAML: {WordsOf(unreadable)}", "Write it as 'key: value', and indent what belongs to a key; quote values that have ': ' or ' #' in them.");
        }
        catch (InvalidOperationException) // The library's answer to a line that begins anew within brackets.
        {
            return new YamlFlaw(reader.Current?.End.Line ?? 1, "is no YAML: a bracket is not closed", "Close each [ and { before the next key.");
        }
    }

    private static YamlFlaw? FlawOfRoot(Parser reader)
    {
        if (reader.Accept<Scalar>(out var empty) && empty.Value.Length == 0)
        {
            return null;
        }

        if (!reader.Accept<MappingStart>(out _))
        {
            return new YamlFlaw(reader.Current!.Start.Line, "is no key with a value, which the file must consist of", "Write it as 'key: value', and indent what belongs to a key.");
        }

        var flaw = FlawOfNode(reader, 0);
        if (flaw is not null)
        {
            return flaw;
        }

        reader.Consume<DocumentEnd>();
        return reader.Accept<DocumentStart>(out var second)
            ? new YamlFlaw(second.Start.Line, "begins a second document, which would be passed over", "Put everything into one document.")
            : null;
    }

    private static YamlFlaw? FlawOfNode(Parser reader, int depth)
    {
        if (depth > Deepest)
        {
            return new YamlFlaw(reader.Current!.Start.Line, $"is nested more than {Deepest} levels deep", "Nest less.");
        }

        if (reader.TryConsume<MappingStart>(out _))
        {
            return FlawOfMapping(reader, depth);
        }

        if (reader.TryConsume<SequenceStart>(out _))
        {
            while (!reader.TryConsume<SequenceEnd>(out _))
            {
                if (FlawOfNode(reader, depth + 1) is { } flaw)
                {
                    return flaw;
                }
            }

            return null;
        }

        reader.Consume<ParsingEvent>(); // A value, or a reference to one.
        return null;
    }

    // YAML forbids a key twice; Python's reader, which cloud-init uses, takes the last one without a word.
    private static YamlFlaw? FlawOfMapping(Parser reader, int depth)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (!reader.TryConsume<MappingEnd>(out _))
        {
            if (reader.Accept<Scalar>(out var key) && !keys.Add(key.Value))
            {
                return new YamlFlaw(key.Start.Line, $"has the key '{key.Value}' a second time, and the first would be passed over", "Put both under one key.");
            }

            if ((FlawOfNode(reader, depth + 1) ?? FlawOfNode(reader, depth + 1)) is { } flaw)
            {
                return flaw;
            }
        }

        return null;
    }

    private static string WordsOf(YamlException unreadable)
    {
        var words = unreadable.Message.TrimEnd('.');
        var place = words.IndexOf("): ", StringComparison.Ordinal); // Some messages begin with '(Line: 2, Col: 1, …): '.
        return words[(place < 0 ? 0 : place + 3)..];
    }

    // The library tells where the value began that a tab ended.
    private static long? LineWithTab(string text)
    {
        var index = Array.FindIndex(text.Split('\n'), line => line.TrimStart(' ').StartsWith('\t') && !string.IsNullOrWhiteSpace(line));
        return index < 0 ? null : index + 1;
    }
}

/// <summary>A mistake in a YAML document.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="What">What is wrong, as the end of a sentence about that line.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record YamlFlaw(long Line, string What, string Remedy);
