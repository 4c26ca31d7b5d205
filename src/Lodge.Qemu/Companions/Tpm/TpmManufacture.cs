namespace Lodge.Qemu.Companions.Tpm;

/// <summary>
/// How the TPM of a VM is made before its first start: with endorsement keys and certificates for them, as a factory
/// does it (swtpm_setup(8)). Without this, swtpm makes an empty TPM by itself.
/// </summary>
/// <param name="Program">Absolute path of swtpm_setup.</param>
/// <param name="Folder">Absolute path of the folder for the TPM's state; nothing is made when it exists.</param>
/// <param name="AuthorityFolder">Absolute path of the folder for the keys of this host's own certificate authority.</param>
/// <param name="Subject">Whom the certificates are for: the VM's name and id.</param>
internal sealed record TpmManufacture(string Program, string Folder, string AuthorityFolder, string Subject)
{
    /// <summary>The command line that makes a TPM in a folder.</summary>
    /// <param name="folder">Empty.</param>
    /// <param name="isRoot">Whether it runs as root, from which it would otherwise change to a user of the host's.</param>
    public IReadOnlyList<string> Arguments(string folder, bool isRoot) =>
    [
        "--tpm2",
        "--tpmstate", folder,
        "--createek",
        "--create-ek-cert",
        "--create-platform-cert",
        "--lock-nvram",
        "--vmid", Subject,
        "--config", SetupFile,
        .. isRoot ? ["--runas", "root"] : Array.Empty<string>(),
    ];

    /// <summary>The configuration that the authority folder must hold: name of the file and its text.</summary>
    public IReadOnlyList<(string Path, string Text)> Configuration =>
    [
        (SetupFile,
            $"create_certs_tool = {Path.Combine(Path.GetDirectoryName(Program)!, "swtpm_localca")}\n"
            + $"create_certs_tool_config = {AuthorityFile}\n"
            + $"create_certs_tool_options = {OptionsFile}\n"
            + "active_pcr_banks = sha256\n"),
        (AuthorityFile,
            $"statedir = {AuthorityFolder}\n"
            + $"signingkey = {Path.Combine(AuthorityFolder, "signkey.pem")}\n"
            + $"issuercert = {Path.Combine(AuthorityFolder, "issuercert.pem")}\n"
            + $"certserial = {Path.Combine(AuthorityFolder, "certserial")}\n"),
        (OptionsFile, "--platform-manufacturer Lodge\n--platform-version 1\n--platform-model VM\n"),
    ];

    private string SetupFile => Path.Combine(AuthorityFolder, "setup.conf");

    private string AuthorityFile => Path.Combine(AuthorityFolder, "localca.conf");

    private string OptionsFile => Path.Combine(AuthorityFolder, "localca.options");
}
