package io.clubroom.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.identity.AdmitIdentity;
import io.clubroom.application.user.DeleteUser;
import io.clubroom.application.user.UpdateUser;
import io.clubroom.domain.identity.ExternalIdentity;
import io.clubroom.domain.identity.Subject;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.testkit.user.UserFixture;
import org.jspecify.annotations.Nullable;

/** The changes that end a user's tokens. */
public enum Ending {
    DEACTIVATION {
        @Override
        void apply(Club club, User admin, User user) {
            update(club, admin, user, UserChange.NOTHING.withActive(false), null);
        }
    },
    DEACTIVATION_AND_REACTIVATION {
        @Override
        void apply(Club club, User admin, User user) {
            update(club, admin, user, UserChange.NOTHING.withActive(false), null);
            update(club, admin, user, UserChange.NOTHING.withActive(true), null);
        }
    },
    DEMOTION {
        @Override
        void apply(Club club, User admin, User user) {
            update(club, admin, user, UserChange.NOTHING.withRole(Role.CLIENT), null);
        }
    },
    DELETION {
        @Override
        void apply(Club club, User admin, User user) {
            assertThat(club.deleteUser.delete(Club.as(admin), user.id(), version -> true))
                    .isEqualTo(new DeleteUser.Result.Deleted());
        }
    },
    NEW_PASSWORD {
        @Override
        void apply(Club club, User admin, User user) {
            update(club, admin, user, UserChange.NOTHING, NEW);
        }
    },
    RECLAIM {
        @Override
        void apply(Club club, User admin, User user) {
            ExternalIdentity owner = new ExternalIdentity(new Subject("google", "owner"), user.email(), "The Owner");
            assertThat(club.admitIdentity().admit(owner)).isInstanceOf(AdmitIdentity.Result.Admitted.class);
        }
    };

    private static final Password NEW = Password.of("NewSecurePass456");

    abstract void apply(Club club, User admin, User user);

    /** Ends the tokens of a trainer or an administrator, at the request of another administrator. */
    public void of(Club club, User user) {
        apply(club, club.join(UserFixture.admin()), user);
    }

    private static void update(Club club, User admin, User user, UserChange change, @Nullable Password password) {
        assertThat(club.updateUser.update(
                        Club.as(admin), new UpdateUser.Command(user.id(), change, password, null, version -> true)))
                .isInstanceOf(UpdateUser.Result.Updated.class);
    }
}
