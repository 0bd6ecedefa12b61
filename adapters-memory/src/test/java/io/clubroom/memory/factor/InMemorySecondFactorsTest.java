package io.clubroom.memory.factor;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.factor.RecoveryCodes;
import io.clubroom.domain.factor.SecondFactors;
import io.clubroom.domain.factor.TotpSecrets;
import io.clubroom.domain.passkey.Passkeys;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.passkey.InMemoryPasskeys;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.factor.SecondFactorsContract;

class InMemorySecondFactorsTest implements SecondFactorsContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryTotpSecrets secrets = new InMemoryTotpSecrets(transactions, users);
    private final InMemoryRecoveryCodes codes = new InMemoryRecoveryCodes(transactions, users);
    private final InMemoryPasskeys passkeys = new InMemoryPasskeys(transactions, users);
    private final InMemorySecondFactors factors = new InMemorySecondFactors(secrets, codes, passkeys, RELYING_PARTY);

    @Override
    public SecondFactors factors() {
        return factors;
    }

    @Override
    public TotpSecrets secrets() {
        return secrets;
    }

    @Override
    public RecoveryCodes codes() {
        return codes;
    }

    @Override
    public Passkeys passkeys() {
        return passkeys;
    }

    @Override
    public Users users() {
        return users;
    }

    @Override
    public Transactions transactions() {
        return transactions;
    }
}
