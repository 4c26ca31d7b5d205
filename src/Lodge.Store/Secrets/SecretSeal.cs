using System.Security.Cryptography;
using Lodge.Linux.Files;
using Lodge.Model.Errors;

namespace Lodge.Store.Secrets;

/// <summary>
/// Seals values with AES-256-GCM under a key in a file that only the daemon can read, made when it is needed first. A copy of
/// the database alone tells nothing. Each value is bound to its secret: it opens for no other.
/// </summary>
/// <param name="keyFile">The file with the key.</param>
internal sealed class SecretSeal(string keyFile)
{
    private const int KeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly SemaphoreSlim _making = new(1);

    /// <summary>Seals a value: nonce, tag, cipher text.</summary>
    public async Task<byte[]> SealAsync(Guid id, byte[] value, CancellationToken cancellationToken)
    {
        await MakeKeyAsync(cancellationToken);
        var result = new byte[NonceLength + TagLength + value.Length];
        var nonce = result.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(Key(), TagLength);
        aes.Encrypt(nonce, value, result.AsSpan(NonceLength + TagLength), result.AsSpan(NonceLength, TagLength), id.ToByteArray());
        return result;
    }

    /// <summary>Opens a value.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.StorageFailed"/>: the key is another one, or the value is damaged.</exception>
    public byte[] Open(Guid id, byte[] sealedValue)
    {
        try
        {
            var value = new byte[Math.Max(0, sealedValue.Length - NonceLength - TagLength)];
            using var aes = new AesGcm(Key(), TagLength);
            aes.Decrypt(
                sealedValue.AsSpan(0, NonceLength),
                sealedValue.AsSpan(NonceLength + TagLength),
                sealedValue.AsSpan(NonceLength, TagLength),
                value,
                id.ToByteArray());
            return value;
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException or IOException)
        {
            throw new LodgeException(
                ErrorCode.StorageFailed,
                $"The value of secret {id} cannot be opened with the key in '{keyFile}'.",
                "Restore that file from the same backup as the database.",
                failure);
        }
    }

    private byte[] Key()
    {
        var key = File.ReadAllBytes(keyFile);
        return key.Length == KeyLength ? key : throw new CryptographicException("The key is not 32 bytes long.");
    }

    // Two first secrets at once shall be sealed under the same key, and a power cut leave no half of one.
    private async Task MakeKeyAsync(CancellationToken cancellationToken)
    {
        await _making.WaitAsync(cancellationToken);
        try
        {
            if (!File.Exists(keyFile))
            {
                await DurableFile.WriteAtomicallyAsync(keyFile, RandomNumberGenerator.GetBytes(KeyLength), cancellation: cancellationToken);
            }
        }
        finally
        {
            _making.Release();
        }
    }
}
