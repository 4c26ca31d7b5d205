namespace Lodge.Cli.Completion;

/// <summary>Scripts that teach shells to ask <c>lodge __complete</c>.</summary>
internal static class CompletionScripts
{
    private const string Bash = """
        # Completion of lodge for bash.
        _lodge() {
            local line
            COMPREPLY=()
            while IFS= read -r line; do
                COMPREPLY+=("${line%%$'\t'*}")
            done < <("$1" __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
        }
        complete -o default -F _lodge lodge

        """;

    private const string Zsh = """
        #compdef lodge
        # Completion of lodge for zsh.
        _lodge() {
            local line
            local -a found
            while IFS= read -r line; do
                found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
            done < <("${words[1]}" __complete "${(@)words[2,CURRENT]}" 2>/dev/null)
            if (( ${#found} )); then
                _describe lodge found
            else
                _files
            fi
        }
        if [ "$funcstack[1]" = _lodge ]; then
            _lodge "$@"
        else
            compdef _lodge lodge
        fi

        """;

    private const string Fish = """
        # Completion of lodge for fish.
        function __lodge_complete
            set -l words (commandline -opc)
            set -l current (commandline -ct)
            set -l found ($words[1] __complete $words[2..-1] "$current" 2>/dev/null)
            if test (count $found) -gt 0
                printf '%s\n' $found
            else
                __fish_complete_path "$current"
            end
        end
        complete -c lodge -f -a '(__lodge_complete)'

        """;

    /// <summary>Shells that there is a script for.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish"];

    /// <summary>The script; null for an unknown shell.</summary>
    public static string? For(string shell) => shell switch
    {
        "bash" => Bash.ReplaceLineEndings("\n"),
        "zsh" => Zsh.ReplaceLineEndings("\n"),
        "fish" => Fish.ReplaceLineEndings("\n"),
        _ => null,
    };
}
